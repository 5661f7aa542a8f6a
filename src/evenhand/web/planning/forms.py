"""Forms of planning: filters, events, interests, and what a proposed schedule shall cover."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from evenhand.casework.due import HappeningKind
from evenhand.findings import BadInput
from evenhand.web.design.jinja import words
from evenhand.web.planning.figures import month_label
from evenhand.web.planning.proposing import Asked
from evenhand.web.planning.queries import PlanShown, Wanted
from evenhand.web.planning.words import EVENTS, STANDINGS, SUBJECTS

WIDE_DATE = {"class": "govuk-input--width-10"}
FIRST_DAY, LAST_DAY = date(2007, 4, 1), date(2100, 1, 1)
TWO_YEARS = timedelta(days=730)


class TellsFaults(forms.Form):
    """A form that can show the faults an act found, each at its field."""

    def add_faults(self, refused: BadInput) -> None:
        """Show what an act refused; a fault without a field of ours stands above the form."""
        for finding in refused.findings:
            field = finding.where.field
            self.add_error(field if field in self.fields else None, words(finding.message))


class DayForm(forms.Form):
    """The day from which a plan is seen. A day that makes no sense is today."""

    on = forms.DateField(required=False, widget=forms.DateInput(attrs=WIDE_DATE))

    def day(self, today: date) -> date:
        """The day that was asked for, or today."""
        found = self.cleaned_data.get("on") if self.is_valid() else None
        return found if found and FIRST_DAY <= found < LAST_DAY else today


class FilterForm(forms.Form):
    """What to look for in the plan. A value that makes no sense is left out, never an error page."""

    region = forms.ChoiceField(label=gettext_lazy("Region"), required=False)
    authority = forms.ChoiceField(label=gettext_lazy("Local authority"), required=False)
    standing = forms.ChoiceField(label=gettext_lazy("Standing"), required=False)
    kind = forms.ChoiceField(label=gettext_lazy("Type of inspection"), required=False)
    month = forms.ChoiceField(label=gettext_lazy("Last day in"), required=False)
    on = forms.DateField(
        label=gettext_lazy("Seen from the day"),
        help_text=gettext_lazy("Left empty: today."),
        required=False,
        widget=forms.DateInput(attrs=WIDE_DATE),
    )

    def __init__(self, data: Any, held: PlanShown) -> None:
        super().__init__(data, initial={"on": held.plan.on})
        titles = held.plan.titles
        choices: Mapping[str, Iterable[tuple[str, Any]]] = {
            "region": ((one, one) for one in held.regions),
            "authority": ((one, one) for one in held.authorities),
            "standing": ((one.value, shown[0]) for one, shown in STANDINGS.items()),
            "kind": ((one, titles.get(one, one)) for one in held.kinds),
            "month": ((one, month_label(one)) for one in held.months),
        }
        for name, values in choices.items():
            self.fields[name].choices = [("", _("Any")), *values]  # type: ignore[attr-defined]
        self.is_valid()
        self._wanted = {name: self.cleaned_data.get(name) or "" for name in choices}
        # The filter is not a form to be corrected: what cannot be read means “any”.
        self._errors = None  # type: ignore[assignment]

    def wanted(self, on: date) -> Wanted:
        """The filters that make sense."""
        return Wanted(on=on, **self._wanted)

    @property
    def narrows(self) -> bool:
        """Whether anything is left out."""
        return any(self._wanted.values())


class EventForm(TellsFaults):
    """Something that happened to a home."""

    kind = forms.ChoiceField(
        label=gettext_lazy("What happened?"),
        widget=forms.RadioSelect,
        choices=[(one.value, text) for one, text in EVENTS.items()],
        error_messages={"required": gettext_lazy("Select what happened")},
    )
    happened_on = forms.DateField(
        label=gettext_lazy("On which day?"),
        help_text=gettext_lazy(
            "The day on which it took effect; for concerns and for a manager who left, the day on which the "
            "inspectorate heard of it."
        ),
        widget=forms.DateInput(attrs=WIDE_DATE),
        error_messages={
            "required": gettext_lazy("Enter the day"),
            "invalid": gettext_lazy("Enter the day as a real date, for example 2026-09-08"),
        },
    )
    note = forms.CharField(
        label=gettext_lazy("How does the inspectorate know?"),
        help_text=gettext_lazy("For example “notice of the provider” or “decision on the registration”. No names."),
        max_length=500,
        widget=forms.Textarea,
        error_messages={"required": gettext_lazy("Write how the inspectorate heard of it")},
    )

    @property
    def happening(self) -> HappeningKind:
        """What happened, as the core names it."""
        return HappeningKind(self.cleaned_data["kind"])


class WithdrawForm(TellsFaults):
    """Why an event was a mistake."""

    reason = forms.CharField(
        label=gettext_lazy("Why was it a mistake?"),
        help_text=gettext_lazy("The event stays in the history with this reason. Leave names out."),
        max_length=500,
        widget=forms.Textarea,
        error_messages={"required": gettext_lazy("Write why it was a mistake")},
    )


class InterestForm(TellsFaults):
    """What an inspector has an interest in; one of three fields is read, by what was chosen."""

    about = forms.ChoiceField(
        label=gettext_lazy("What is the interest in?"),
        widget=forms.RadioSelect,
        choices=list(SUBJECTS.items()),
        error_messages={"required": gettext_lazy("Select what the interest is in")},
    )
    home = forms.CharField(
        label=gettext_lazy("If one home: its unique reference number"),
        required=False,
        max_length=20,
        widget=forms.TextInput(attrs={"class": "govuk-input--width-10", "autocomplete": "off", "spellcheck": "false"}),
    )
    provider = forms.CharField(
        label=gettext_lazy("If one owner: the number of the owner in the register"),
        help_text=gettext_lazy("It stands on the register page of each of the owner’s homes."),
        required=False,
        max_length=30,
        widget=forms.TextInput(attrs={"class": "govuk-input--width-10", "autocomplete": "off", "spellcheck": "false"}),
    )
    authority = forms.ChoiceField(label=gettext_lazy("If one local authority"), required=False)
    why = forms.CharField(
        label=gettext_lazy("What is the interest?"),
        help_text=gettext_lazy("Only you see this. People who schedule see that there is one, not what it is."),
        max_length=500,
        widget=forms.Textarea,
        error_messages={"required": gettext_lazy("Write what the interest is")},
    )
    since = forms.DateField(
        label=gettext_lazy("From which day on?"),
        widget=forms.DateInput(attrs=WIDE_DATE),
        error_messages={
            "required": gettext_lazy("Enter the day"),
            "invalid": gettext_lazy("Enter the day as a real date, for example 2026-09-08"),
        },
    )

    def __init__(self, *args: Any, authorities: Iterable[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named = [(one, one) for one in authorities]
        self.fields["authority"].choices = [("", _("Choose")), *named]  # type: ignore[attr-defined]

    @property
    def value(self) -> str:
        """What was written in the field that goes with the choice."""
        return str(self.cleaned_data.get(self.cleaned_data["about"]) or "")


class TravelBaseForm(TellsFaults):
    """The authority from which travel is reckoned."""

    authority = forms.ChoiceField(
        label=gettext_lazy("Local authority"),
        required=False,
        error_messages={"invalid_choice": gettext_lazy("Choose an authority from the list")},
    )

    def __init__(self, *args: Any, authorities: Iterable[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named = [(one, one) for one in authorities]
        self.fields["authority"].choices = [("", _("None")), *named]  # type: ignore[attr-defined]


class ProposeForm(TellsFaults):
    """Where, for how long, and for what a schedule shall be proposed."""

    region = forms.ChoiceField(label=gettext_lazy("Region"), required=False)
    authority = forms.ChoiceField(
        label=gettext_lazy("Local authority"),
        help_text=gettext_lazy("Leave open for the whole region."),
        required=False,
    )
    seen_from = forms.DateField(
        label=gettext_lazy("Seen from the day"),
        help_text=gettext_lazy("Today; an earlier day is for trying things out with an old register."),
        widget=forms.DateInput(attrs=WIDE_DATE),
        error_messages={
            "required": gettext_lazy("Enter the day from which to look"),
            "invalid": gettext_lazy("Enter the day as a real date, for example 2026-09-08"),
        },
    )
    first_day = forms.DateField(
        label=gettext_lazy("From the week of"),
        help_text=gettext_lazy("Any day of the first week, which begins after the day above."),
        widget=forms.DateInput(attrs=WIDE_DATE),
        error_messages={
            "required": gettext_lazy("Enter a day of the first week"),
            "invalid": gettext_lazy("Enter the day as a real date, for example 2026-09-08"),
        },
    )
    weeks = forms.IntegerField(
        label=gettext_lazy("For how many weeks?"),
        min_value=1,
        max_value=26,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "govuk-input--width-3"}),
        error_messages=dict.fromkeys(
            ("required", "invalid", "min_value", "max_value"), gettext_lazy("Enter a number of weeks from 1 to 26")
        ),
    )
    days_a_week = forms.IntegerField(
        label=gettext_lazy("At most how many days a week on site, for each inspector?"),
        min_value=1,
        max_value=5,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "govuk-input--width-2"}),
        error_messages=dict.fromkeys(
            ("required", "invalid", "min_value", "max_value"), gettext_lazy("Enter a number of days from 1 to 5")
        ),
    )
    which = forms.ChoiceField(
        label=gettext_lazy("What shall be placed?"),
        widget=forms.RadioSelect,
        choices=[
            ("all", gettext_lazy("Everything whose window opens by then, what is overdue first")),
            ("in_time", gettext_lazy("Only what is not overdue")),
        ],
        error_messages={"required": gettext_lazy("Select what shall be placed")},
    )

    def __init__(self, *args: Any, held: PlanShown, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        for name, values in (("region", held.regions), ("authority", held.authorities)):
            self.fields[name].choices = [("", _("Any")), *((one, one) for one in values)]  # type: ignore[attr-defined]

    def clean_seen_from(self) -> date:
        """A day that has come."""
        day: date = self.cleaned_data["seen_from"]
        if not FIRST_DAY <= day <= self.today:
            raise forms.ValidationError(_("Enter today or an earlier day"))
        return day

    def clean_first_day(self) -> date:
        """The Monday of the week, which lies after the day from which the plan is seen."""
        day: date = self.cleaned_data["first_day"]
        monday = day - timedelta(days=day.weekday())
        since = self.cleaned_data.get("seen_from", self.today)
        if not since < monday < since + TWO_YEARS:
            raise forms.ValidationError(_("Choose a week that begins after that day and within two years of it"))
        return monday

    def clean(self) -> dict[str, Any]:
        """A whole country is more than can be weighed at once."""
        if not self.cleaned_data.get("region") and not self.cleaned_data.get("authority"):
            self.add_error("region", _("Choose a region or a local authority"))
        return self.cleaned_data

    @property
    def asked(self) -> Asked:
        """What is asked, as planning takes it."""
        data = self.cleaned_data
        return Asked(
            seen_from=data["seen_from"],
            first_monday=data["first_day"],
            weeks=data["weeks"],
            region=data["region"],
            authority=data["authority"],
            late_too=data["which"] == "all",
            days_a_week=data["days_a_week"],
        )
