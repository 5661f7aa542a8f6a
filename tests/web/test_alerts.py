"""Feeds that machines read, and e-mails that nobody gets who did not confirm, nor after they stopped."""

from __future__ import annotations

import re
from email import message_from_bytes
from pathlib import Path
from xml.etree import ElementTree

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone
from tests.web import reports_story as story
from tests.web.test_public_pages import text_of

from evenhand.web.accounts.actions import System
from evenhand.web.alerts import links, sending, slowing
from evenhand.web.alerts.models import Asked, Message, Subscription
from evenhand.web.audit.models import Event
from evenhand.web.jobs import actions as jobs
from evenhand.web.jobs.models import Job
from evenhand.web.jobs.working import work_portion

ATOM = "{http://www.w3.org/2005/Atom}"
READER = "reader@example.org"
HOME = "/alerts/about/home/FICTION1/"


@pytest.fixture(autouse=True)
def letters(db, settings, mailoutbox):
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    return mailoutbox


def link_in(letter, what: str) -> str:
    return re.search(rf"https?://[^/]+(/alerts/{what}/\S+)", letter.body)[1]


def an_alert(client, about: str = HOME, address: str = READER) -> Subscription:
    client.post(about, {"address": address})
    client.post(link_in(mail.outbox.pop(), "confirm"))
    return Subscription.objects.latest("confirmed_at")


def work() -> None:
    """Do the job that was begun, as a worker does."""
    for job in Job.objects.filter(kind=sending.KIND, finished_at=None):
        for portion in job.portions.all():
            work_portion.func(portion.pk)


# --- feeds -----------------------------------------------------------------------------------------------------------


FEEDS = [
    "/feeds/reports.atom",
    "/feeds/homes/FICTION1.atom",
    "/feeds/authorities/nowhereshire.atom",
    "/feeds/regions/north-east-yorkshire-and-the-humber.atom",
    "/feeds/frameworks.atom",
    "/feeds/frameworks/sccif-2025.atom",
]


@pytest.mark.parametrize("address", FEEDS)
def test_a_feed_has_all_that_atom_demands(cast, client, address):
    story.a_published_report(cast)
    response = client.get(address)
    assert response.headers["Content-Type"].startswith("application/atom+xml")
    feed = ElementTree.fromstring(response.content)  # noqa: S314 - our own answer
    assert feed.tag == f"{ATOM}feed" and feed.find(f"{ATOM}author/{ATOM}name").text
    entries = feed.findall(f"{ATOM}entry")
    assert entries
    for one in (feed, *entries):
        assert one.find(f"{ATOM}id").text.startswith("urn:uuid:") and one.find(f"{ATOM}title").text
        assert re.match(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d", one.find(f"{ATOM}updated").text)
    ids = [one.find(f"{ATOM}id").text for one in (feed, *entries)]
    assert len(ids) == len(set(ids))
    own = next(one for one in feed.findall(f"{ATOM}link") if one.get("rel") == "self")
    assert own.get("href") == f"http://testserver{address}"
    for one in entries:
        assert client.get(one.find(f"{ATOM}link").get("href").removeprefix("http://testserver")).status_code == 200
    assert max(one.find(f"{ATOM}updated").text for one in entries) == feed.find(f"{ATOM}updated").text


@pytest.mark.parametrize("address", FEEDS)
def test_a_feed_is_the_same_until_there_is_news_and_keeps_secrets(cast, client, address):
    story.a_published_report(cast)
    first, second = client.get(address), client.get(address)
    assert first.content == second.content
    assert client.get(address, headers={"If-None-Match": first.headers["ETag"]}).status_code == 304
    for secret in (cast.home.name, cast.home.address, cast.home.contact, cast.ida.display_name):
        assert secret not in first.content.decode()


@pytest.mark.parametrize("address", ["homes/SC999999", "authorities/atlantis", "regions/mars", "frameworks/none"])
def test_there_is_no_feed_of_what_is_not_there(cast, client, address):
    assert client.get(f"/feeds/{address}.atom").status_code == 404


def test_a_feed_without_news_is_valid_and_steady(cast, client):
    first = client.get("/feeds/homes/FICTION2.atom")
    assert ElementTree.fromstring(first.content).find(f"{ATOM}entry") is None  # noqa: S314 - our own answer
    assert client.get("/feeds/homes/FICTION2.atom").content == first.content


def test_pages_lead_to_their_feeds(cast, client):
    for page, feed in (("/", FEEDS[0]), ("/find/", FEEDS[0]), ("/homes/FICTION1/", FEEDS[1])):
        assert 'type="application/atom+xml"' in (said := client.get(page).content.decode()) and feed in said
    listed = client.get("/feeds/").content.decode()
    assert all(feed in listed for feed in FEEDS if "homes" not in feed)


# --- asking and confirming -------------------------------------------------------------------------------------------


def test_nothing_is_kept_of_an_address_before_it_is_confirmed(cast, client, letters):
    assert client.post(HOME, {"address": READER}).headers["Location"] == "/alerts/asked/"
    assert not Subscription.objects.exists() and letters[0].to == [READER]
    assert READER not in str(list(Asked.objects.values())) and READER not in letters[0].body
    link = link_in(letters[0], "confirm")
    assert client.get(link).status_code == 200 and not Subscription.objects.exists()
    assert client.post(link).status_code == 200 and client.post(link).status_code == 200
    kept = Subscription.objects.get()
    assert READER not in kept.sealed_address and READER not in kept.digest
    assert READER not in str(list(Event.objects.values()))


@pytest.mark.parametrize(
    "address", ["", "nobody", "a@b", "x" * 300 + "@example.org", "a@example.org\nBcc: b@example.org"]
)
def test_an_address_in_the_wrong_form_is_told(cast, client, letters, address):
    response = client.post(HOME, {"address": address})
    assert response.status_code == 422 and "Error:" in text_of(response) and not letters


@pytest.mark.parametrize("about", ["home/SC999999", "authority/atlantis", "framework/none"])
def test_nobody_gets_alerts_about_what_is_not_there(cast, client, about):
    assert client.get(f"/alerts/about/{about}/").status_code == 404


def test_an_old_or_forged_link_confirms_nothing(cast, client):
    wish = links.Wish("home", "FICTION1", READER)
    old = links.confirming(wish, now=0)
    for token in (old, "AAAA", links.confirming(wish)[:-8]):
        assert client.post(f"/alerts/confirm/{token}/").status_code == 410
    assert not Subscription.objects.exists()


def test_nobodys_letter_box_is_filled(cast, client, letters):
    answers = [client.post(HOME, {"address": READER}).status_code for _ in range(5)]
    assert answers == [302] * 5 and len(letters) == slowing.TO_ONE_ADDRESS_A_DAY


def test_one_network_may_not_ask_for_many(cast, client, letters):
    answers = [client.post(HOME, {"address": f"reader{number}@example.org"}).status_code for number in range(12)]
    assert answers == [302] * slowing.FROM_ONE_NETWORK_AN_HOUR + [429] * 2
    assert len(letters) == slowing.FROM_ONE_NETWORK_AN_HOUR


def test_a_service_without_a_mail_server_says_so(cast, client, letters, settings):
    settings.ALERTS = False
    assert "sends no e-mails" in text_of(client.get(HOME))
    assert "sends no e-mails" in text_of(client.post(HOME, {"address": READER})) and not letters


# --- sending ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("about", [HOME, "/alerts/about/authority/nowhereshire/"])
def test_a_report_reaches_who_asked_once(cast, client, letters, django_capture_on_commit_callbacks, about):
    an_alert(client, about)
    an_alert(client, "/alerts/about/home/FICTION2/", "other@example.org")
    with django_capture_on_commit_callbacks(execute=True):
        report = story.a_published_report(cast)
    work()
    (letter,) = letters
    assert letter.to == [READER] and f"/reports/{report.fingerprint}/" in letter.body
    assert cast.home.name not in letter.message().as_string()
    work()
    sending.start()
    assert len(letters) == 1 and Message.objects.get().sent_at


def test_a_new_consultation_reaches_who_follows_the_framework(cast, client, letters):
    from evenhand.web.consultations.actions import load_example
    from evenhand.web.consultations.models import PhaseChange

    load_example(by=cast.fay)
    change = PhaseChange.objects.filter(phase="open").first()
    from evenhand.web.alerts.news import of_consultation

    (about,) = of_consultation(change).topics
    an_alert(client, f"/alerts/about/framework/{about[1]}/")
    sending.note([of_consultation(change)])
    sending.note([of_consultation(change)])
    jobs.begin(by=System(), kind=sending.KIND)
    work()
    assert len(letters) == 1 and "Consultation" in letters[0].subject and "invented" in letters[0].subject


def a_message(client) -> Message:
    alert = an_alert(client)
    return Message.objects.create(
        subscription=alert, news="report:x", subject="New", path="/reports/", made_at=timezone.now()
    )


def test_a_letter_stops_with_one_click_and_the_address_is_gone(cast, client, letters):
    sending.send(str(a_message(client).pk))
    head = letters[0].message()
    assert head["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    link = re.match(r"<https?://[^/]+(/alerts/stop/\S+)>", head["List-Unsubscribe"])[1]
    assert "Your address is deleted" in text_of(client.get(link)) and Subscription.objects.exists()
    program = Client(enforce_csrf_checks=True)
    assert program.post(link, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert not Subscription.objects.exists() and not Message.objects.exists()
    assert program.post(link).status_code == 200 and client.post("/alerts/stop/AAAA:b/").status_code == 410


def test_a_message_of_a_stopped_alert_is_not_sent(cast, client, letters):
    message = a_message(client)
    number = str(message.pk)
    message.subscription.delete()
    sending.send(number)
    assert letters == []


class Died(BaseException):
    """What a killed worker leaves: nothing after it runs."""


@pytest.mark.parametrize("before", [True, False])
def test_a_worker_that_dies_costs_at_most_one_letter_twice(cast, client, letters, monkeypatch, before):
    message = a_message(client)
    send = mail.EmailMessage.send

    def dies(letter, *_, **__):
        if not before:
            send(letter)
        raise Died

    monkeypatch.setattr(mail.EmailMessage, "send", dies)
    for _ in range(4):
        try:
            sending.send(str(message.pk))
        except Died:
            continue
    assert len(letters) == (0 if before else sending.UNSURE)
    assert len({one.message()["Message-ID"] for one in letters}) <= 1
    monkeypatch.undo()
    sending.send(str(message.pk))
    assert len(letters) == (0 if before else sending.UNSURE)


def test_a_worker_that_died_once_is_made_good(cast, client, letters):
    message = a_message(client)
    Message.objects.update(unsure=1)
    sending.send(str(message.pk))
    sending.send(str(message.pk))
    assert len(letters) == 1 and Message.objects.get().sent_at


def test_a_mail_server_that_refuses_is_asked_again_with_the_next_news(cast, client, letters, monkeypatch):
    message = a_message(client)

    def refuses(*_, **__):
        raise OSError("no route")

    with monkeypatch.context() as broken:
        broken.setattr(mail.EmailMessage, "send", refuses)
        with pytest.raises(OSError, match="no route"):
            sending.send(str(message.pk))
    kept = Message.objects.get()
    assert (kept.failed, kept.unsure, kept.sent_at) == (1, 0, None) and sending.waiting().count() == 1
    sending.send(str(message.pk))
    assert len(letters) == 1


def test_an_address_sealed_under_another_key_is_not_guessed_at(cast, client, letters, settings):
    message = a_message(client)
    settings.SECRET_KEY = "another" * 10
    with pytest.raises(Exception, match="PO170"):
        sending.send(str(message.pk))
    assert letters == [] and not sending.waiting().exists()


def test_news_during_a_job_are_sent_after_it(cast, client, letters, django_capture_on_commit_callbacks):
    first = a_message(client)
    job = jobs.begin(by=System(), kind=sending.KIND)
    Message.objects.create(
        subscription=first.subscription, news="report:y", subject="Newer", path="/", made_at=timezone.now()
    )
    sending.start()
    assert Job.objects.filter(kind=sending.KIND).get() == job
    with django_capture_on_commit_callbacks(execute=True):
        work()
    work()
    assert [one.subject for one in letters] == ["New", "Newer"]


def test_a_demonstration_writes_letters_into_files(cast, client, settings, tmp_path):
    settings.EMAIL_BACKEND = settings.ENVIRONMENT.mail["BACKEND"]
    settings.EMAIL_FILE_PATH = str(tmp_path)
    client.post(HOME, {"address": READER})
    (file,) = Path(tmp_path).iterdir()
    assert message_from_bytes(file.read_bytes())["To"] == READER


def test_the_mail_server_comes_from_the_environment(tmp_path):
    from evenhand.web.environment import Refused, read

    base = {"EVENHAND_VAR": str(tmp_path), "SECRET_KEY": "s" * 60, "ALLOWED_HOSTS": "inspect.example.org"}
    real = base | {"EVENHAND_MODE": "production", "DATABASE_URL": "sqlite:////tmp/x.sqlite3"}
    assert read(real).mail == {} and read(real).address == "https://inspect.example.org"
    told = read(real | {"MAIL_URL": "smtp://u:p%40@mail.example.org:2525", "MAIL_FROM": "alerts@example.org"}).mail
    assert (told["HOST"], told["PORT"], told["PASSWORD"], told["SECURITY"]) == (
        "mail.example.org",
        "2525",
        "p@",
        "starttls",
    )
    for wrong in ({"MAIL_URL": "ftp://x"}, {"MAIL_URL": "smtp://x"}, {"EVENHAND_ADDRESS": "http://x.example"}):
        with pytest.raises(Refused):
            read(real | wrong)
