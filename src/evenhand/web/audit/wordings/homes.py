"""Homes, what is planned and sent about them, and the service itself."""

from django.utils.translation import gettext_lazy

from evenhand.web.audit.wordings.shape import Sentences

SENTENCES: Sentences = {
    "alert.confirmed": (
        gettext_lazy("E-mail alert confirmed"),
        gettext_lazy("Somebody confirmed an e-mail alert about a {about}."),
    ),
    "alert.stopped": (gettext_lazy("E-mail alert stopped"), gettext_lazy("Somebody stopped an e-mail alert.")),
    "watch.alarm_raised": (
        gettext_lazy("Alarm of the watch over grades"),
        gettext_lazy("{by} noted an alarm of the watch over grades since {id} went live, at {n} inspections."),
    ),
    "demo.passwords_renewed": (
        gettext_lazy("Demo passwords renewed"),
        gettext_lazy("{by} renewed the passwords of the people of the demo."),
    ),
    "home.made": (gettext_lazy("Fictional home added"), gettext_lazy("{by} added the fictional home {id}.")),
    "home.inspections_listed": (
        gettext_lazy("Earlier inspections listed"),
        gettext_lazy("{by} listed earlier inspections of the home {id}."),
    ),
    "home.given": (gettext_lazy("Home given to a provider"), gettext_lazy("{by} gave the home {id} to {person}.")),
    "home_event.recorded": (
        gettext_lazy("Event of a home recorded"),
        gettext_lazy("{by} recorded an event of the home {id}: {event}."),
    ),
    "home_event.withdrawn": (
        gettext_lazy("Event of a home withdrawn"),
        gettext_lazy("{by} withdrew an event of the home {id}: {event}."),
    ),
    "schedule.proposed": (
        gettext_lazy("Schedule proposed"),
        gettext_lazy("{by} had schedule {id} proposed, with {visits} visits."),
    ),
    "register.imported": (gettext_lazy("Register imported"), gettext_lazy("{by} imported the register from {file}.")),
    "register.history_imported": (
        gettext_lazy("Earlier inspections imported"),
        gettext_lazy("{by} imported earlier inspections from {file}."),
    ),
    "submission.sent": (
        gettext_lazy("Something sent about a home"),
        gettext_lazy("{by} sent something about the home {id}: {submission}."),
    ),
    "submission.withdrawn": (
        gettext_lazy("Something sent withdrawn"),
        gettext_lazy("{by} withdrew something sent about the home {id}: {submission}."),
    ),
    "submission.file_opened": (
        gettext_lazy("File sent about a home opened"),
        gettext_lazy("{by} opened a file that was sent about the home {id}: {submission} of {day}."),
    ),
    "annex_a.filled": (
        gettext_lazy("Annex A filled in"),
        gettext_lazy("{by} filled in version {version} of Annex A of the home {id}."),
    ),
    "enquiry.decided": (
        gettext_lazy("Line of enquiry decided on"),
        gettext_lazy("{by} decided on a line of enquiry of the inspection {id}: {line}, {state}."),
    ),
    "job.begun": (
        gettext_lazy("Job begun"),
        gettext_lazy("{by} began the job {id} on {items} items: {kind_of_job}."),
    ),
    "job.cancelled": (gettext_lazy("Job cancelled"), gettext_lazy("{by} cancelled the job {id}: {kind_of_job}.")),
    "job.finished": (
        gettext_lazy("Job finished"),
        gettext_lazy("{by} finished the job {id} on {items} items, {failed} of them in vain: {kind_of_job}."),
    ),
}
