"""Four homes of the demonstration whose reports are further on: with the provider, in quality assurance, published.

All of it made up: no home, child or member of staff exists, and the names say so.
"""

from __future__ import annotations

from datetime import date

from evenhand.casework.stages import Stage
from evenhand.report.layout import IMPROVEMENT
from evenhand.web.demo.walk import Required, Said, Story

_P, _L, _E = "sccif.protection.good.", "sccif.leadership.good.", "sccif.experiences.good."
OVERALL = "inspection_judgements.overall_experiences_progress"
PROTECTED = "inspection_judgements.helped_protected"
LEADERS = "inspection_judgements.leaders_managers"
SERVICE_SECTION, ENFORCEMENT = "information_about_this_service", "enforcement_since_last"

_HEARD = {"consent": "agreed", "communication": "Speech", "means": "speech", "feels_safe": "feels_safe"}
_SUPERVISED = {"record": "staff_file", "period": "The last six months"}
_WITHOUT = {IMPROVEMENT: "There are no recommendations."}
_FRIENDS = "The home cares for children who need time to trust adults again."
SERVICE = "The home cares for children who have lived through loss and change."
LIVING = (
    "Children choose what they eat and how their rooms look, and they said that somebody always listens. They bring "
    "friends home, and they have hobbies that they chose themselves.\n\n"
    "Adults sit down with children after school and ask how the day was. Children who found school hard now go on "
    "most days, and they are proud of it."
)
SAFETY = (
    "Staff notice small signs of worry and stay close. When a child was missing, staff went out within ten minutes and "
    "welcomed the child back without blame. Children said that they feel safe.\n\n"
    "Plans change in the same week when a risk grows, and everybody on the shift knows why."
)
LEADING = (
    "The manager reads every record within a day and asks what it meant for the child. Staff have supervision each "
    "month, and they talk there about what children need from them.\n\n"
    "When something goes wrong, the manager asks children and staff what to change, and tells them what was changed."
)

WITH_PROVIDER = Story(
    urn="FICTION3",
    facts={
        "name": "Openly Imagined Grange",
        "address": "3 Nowhere Lane, Nowhereshire (fictional)",
        "sector": "Private",
        "places": 3,
        "registered_on": date(2022, 2, 1),
    },
    past=(
        date(2025, 7, 8),
        {
            "overall": 2,
            "overall_label": "Requires improvement to be good",
            "helped_protected": 3,
            "leaders_managers": 2,
        },
    ),
    goal=Stage.WITH_PROVIDER,
    days_ago=10,
    said=(
        Said(
            "conversation_with_child",
            "I can talk to anybody here. When I was out late they came to look for me and were not cross.",
            ("RN",),
            f"{_P}trusted_adult",
            _HEARD,
        ),
        Said(
            "observation_of_relationships",
            "RN came in with wet shoes. W fetched a towel, sat down and asked how the match went.",
            ("RN",),
            f"{_E}stability_trust",
            {"setting": "After school"},
        ),
        Said(
            "record_read",
            "Supervision took place every month, and each note says what changed for children.",
            (),
            f"{_L}supervision",
            _SUPERVISED,
        ),
    ),
    reason="Children said that they feel safe, and what was seen and read agrees with them.",
    texts={OVERALL: LIVING, PROTECTED: SAFETY, LEADERS: LEADING, SERVICE_SECTION: SERVICE, **_WITHOUT},
)

PUBLISHED = Story(
    urn="FICTION4",
    facts={
        "name": "Purely Pretended Farmstead",
        "address": "4 Nowhere Lane, Nowhereshire (fictional)",
        "contact": "manager@purely-pretended.example",
        "sector": "Private",
        "places": 4,
        "registered_on": date(2019, 5, 1),
    },
    past=(date(2025, 5, 20), {"overall": 3, "overall_label": "Good", "helped_protected": 3, "leaders_managers": 3}),
    goal=Stage.PUBLISHED,
    days_ago=40,
    said=(
        Said(
            "conversation_with_child",
            "“There is always somebody who has time. I did not want to go to school and now I do.”",
            ("ZB",),
            f"{_E}stability_trust",
            {**_HEARD, "quotation": "allowed"},
        ),
        Said(
            "observation_of_relationships",
            "ZB and another child argued over a bicycle. U sat between them and waited until both had spoken.",
            ("ZB",),
            f"{_P}trusted_adult",
            {"setting": "After school"},
        ),
        Said(
            "record_read",
            "Half of the staff files have no note of supervision for three months.",
            (),
            f"{_L}supervision",
            _SUPERVISED,
        ),
        Said(
            "staff_interview",
            "Feels well led from day to day. Has not sat down with the manager since spring.",
            ("UO",),
            f"{_L}supervision",
            {"post": "Support worker", "employment": "permanent"},
        ),
    ),
    grades={"leaders_managers": "requires_improvement_to_be_good"},
    reason="Children said that they feel safe and heard, and what was seen and read agrees with them.",
    reasons={
        "leaders_managers": "Children are well cared for, but half of the staff were not supervised for three months.",
    },
    texts={
        SERVICE_SECTION: _FRIENDS,
        OVERALL: (
            "Children have put down roots here. Each has an adult who knows what a good day looks like for them. They "
            "choose what is for tea, plan their weekends and invite their friends.\n\n"
            "Children who had not been to school for a long time now go. Staff eat breakfast with them, travel with "
            "them, and wait for the call at noon. Children said that there is always somebody who has time."
        ),
        PROTECTED: (
            "Staff know what worries each child, and they act before a worry grows. They do not take sides in a "
            "quarrel; they wait until everybody has spoken, and children have begun to do the same.\n\n"
            "Plans name the risks that children face outside, too. Staff talk with children about these risks in words "
            "that they understand, and children said that they feel safe."
        ),
        LEADERS: (
            "The manager knows every child well, and children go to the manager with what matters to them. Complaints "
            "are answered in a week, and the answer says what will change.\n\n"
            "The manager has not kept up the supervision of staff. Staff who work at weekends have had nobody to think "
            "with about what they do. So far children have not felt this, but it makes it likely that small things "
            "are missed."
        ),
        IMPROVEMENT: "The home should show children each month what became of their ideas.",
    },
    required=(
        Required(
            "regulation 33",
            "Everybody who works directly with children has supervision every month, and a note says what it changed.",
            "Staff who have nobody to think with are likely to miss small signs that a child is not well.",
            (2, 3),
        ),
    ),
    letter={
        "we_came": "We are inspectors. We came to see how it is to live here.",
        "you_told_us": "You told us that somebody always has time.\nYou told us that you feel safe.",
        "is_good": "The adults listen to you.\nYou choose what is for tea.\nThey help you to go to school.",
        "has_to_change": "The adults who care for you need help too.\nThe manager has to talk with them each month.",
        "what_next": "We will come again.\nWe will ask if it got better.",
    },
)

IN_QUALITY = Story(
    urn="FICTION5",
    facts={
        "name": "Clearly Contrived Cottage",
        "address": "5 Nowhere Lane, Nowhereshire (fictional)",
        "sector": "Local Authority",
        "places": 2,
        "registered_on": date(2023, 3, 1),
    },
    past=(date(2025, 8, 19), {"overall": 3, "overall_label": "Good", "helped_protected": 3, "leaders_managers": 3}),
    goal=Stage.IN_QUALITY_ASSURANCE,
    days_ago=5,
    said=(
        Said(
            "conversation_with_child",
            "They ask me what I think and then they do something about it.",
            ("HK",),
            f"{_E}participation",
            _HEARD,
        ),
        Said(
            "observation_of_relationships",
            "HK cooked for everybody. E chopped onions beside HK and let HK decide about the salt.",
            ("HK",),
            f"{_P}trusted_adult",
            {"setting": "At tea"},
        ),
        Said(
            "record_read",
            "Every note of supervision names a child and what will be done for that child.",
            (),
            f"{_L}supervision",
            _SUPERVISED,
        ),
    ),
    reason="Children are asked, and what they say changes what is done.",
    texts={OVERALL: LIVING, PROTECTED: SAFETY, LEADERS: LEADING, SERVICE_SECTION: _FRIENDS, **_WITHOUT},
)

ASSURANCE = Story(
    urn="FICTION6",
    facts={
        "name": "Frankly Fabricated Villa",
        "address": "6 Nowhere Lane, Nowhereshire (fictional)",
        "sector": "Voluntary",
        "places": 6,
        "registered_on": date(2018, 6, 1),
    },
    past=(
        date(2026, 4, 14),
        {
            "overall": 2,
            "overall_label": "Requires improvement to be good",
            "helped_protected": 2,
            "leaders_managers": 2,
        },
    ),
    goal=Stage.PUBLISHED,
    days_ago=30,
    kind="assurance",
    said=(
        Said(
            "conversation_with_child",
            "It is calmer than it was. I sleep now.",
            ("GJ",),
            "sccif.assurance.care.relationships",
            _HEARD,
        ),
        Said(
            "record_read",
            "Each plan was changed within two days of an incident, and the shift signed that it had read it.",
            (),
            "sccif.assurance.safety.risk",
            {"record": "risk_assessment", "period": "The last three months"},
        ),
        Said(
            "manager_interview",
            "Reads each record of the night before noon, and could say for each child what had changed.",
            ("MB",),
            "sccif.assurance.leadership.registered_manager",
            {"post": "registered_manager"},
        ),
    ),
    reason="Risks are known and acted on, and children said that they feel safer than before.",
    texts={
        SERVICE_SECTION: SERVICE,
        "assurance": (
            "Nights are calmer than they were. An adult is awake upstairs, and children said that they sleep. When "
            "something happens, the plan for the child is changed within two days, and everybody on the shift reads "
            "it before the next night.\n\n"
            "The manager reads each record of the night before noon and asks what it meant for the child. What the "
            "last report asked for was done, and children notice the difference."
        ),
        **_WITHOUT,
    },
)
