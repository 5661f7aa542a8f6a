"""Forms of the case sample: one child without a name, and who of the children is tracked. Names are questioned."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from evenhand.evidence.names import possible_names
from evenhand.evidence.sample import Child, SampleReason
from evenhand.web.design.jinja import words
from evenhand.web.inspections.forms import LOST, TellsFaults
from evenhand.web.inspections.sampling import Sample

SEPARATOR = " | "
# The questions of a row that are answered with yes, no or not known, in the guidance's order.
FLAGS = {
    "recent_arrival": SampleReason.RECENT_ARRIVAL,
    "recent_leaver": SampleReason.RECENT_LEAVER,
    "missing": SampleReason.MISSING,
    "exploitation": SampleReason.EXPLOITATION,
    "far_away": SampleReason.FAR_AWAY,
    "serious_incident": SampleReason.SERIOUS_INCIDENT,
    "ended_unplanned": SampleReason.UNPLANNED_ENDING,
}
_AS_WORD = {True: "yes", False: "no", None: ""}
_AS_ANSWER = {"yes": True, "no": False, "": None}


class AsksAboutNames(TellsFaults):
    """A form that asks about what looks like a name before it is kept; `written` names its free texts."""

    names_asked = forms.CharField(required=False, widget=forms.HiddenInput)
    not_names = forms.BooleanField(
        label=gettext_lazy("It is not a person’s name"), required=False, widget=forms.CheckboxInput
    )
    based_on = forms.IntegerField(
        min_value=0, widget=forms.HiddenInput, error_messages=dict.fromkeys(("required", "invalid", "min_value"), LOST)
    )
    reason = forms.CharField(
        label=gettext_lazy("Why is a child tracked no longer?"),
        help_text=gettext_lazy("Only when a child that was chosen is taken out again."),
        required=False,
        max_length=500,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    written: tuple[str, ...] = ()
    names: tuple[str, ...] = ()

    def clean(self) -> dict[str, Any]:
        """Ask about what looks like a name, unless the writer has answered for exactly that."""
        data = self.cleaned_data
        self.names = possible_names(str(data.get(name) or "") for name in self.written)
        asked = set(str(data.get("names_asked", "")).split(SEPARATOR))
        if self.names and not (data.get("not_names") and asked >= set(self.names)):
            message = _("“%(names)s” looks like a name: use initials, or say that it is not a person’s name")
            self.add_error("not_names", message % {"names": "”, “".join(self.names)})
            sent: Any = self.data.copy()  # type: ignore[attr-defined]
            sent["names_asked"], sent["not_names"] = SEPARATOR.join(self.names), ""
            self.data = sent
        return data


class ChildForm(AsksAboutNames):
    """One child of the home as a row without a name."""

    written = ("building", "why", "reason")
    code = forms.CharField(
        label=gettext_lazy("Initials or code of the child"),
        help_text=gettext_lazy("Up to four capitals, for example AB, or a code with a digit, for example C3. No name."),
        max_length=40,
        widget=forms.TextInput(attrs={"class": "govuk-input--width-5", "autocomplete": "off", "spellcheck": "false"}),
        error_messages={"required": gettext_lazy("Enter initials or a code")},
    )
    building = forms.CharField(
        label=gettext_lazy("Building"),
        help_text=gettext_lazy("Only where the home has more than one. A short word for it, not its address."),
        required=False,
        max_length=60,
        widget=forms.TextInput(attrs={"class": "govuk-input--width-20", "autocomplete": "off"}),
    )
    not_accommodated = forms.BooleanField(
        label=gettext_lazy("The home decided not to take this child"),
        help_text=gettext_lazy("Then nothing else in this form counts."),
        required=False,
        widget=forms.CheckboxInput,
    )
    ended_unplanned_on = forms.DateField(
        label=gettext_lazy("Day on which it ended unplanned"),
        help_text=gettext_lazy("Only after an unplanned ending, for example 2026-08-30."),
        required=False,
        widget=forms.DateInput(attrs={"class": "govuk-input--width-10"}),
        error_messages={"invalid": gettext_lazy("Enter the day as a real date, for example 2026-08-30")},
    )
    track = forms.BooleanField(label=gettext_lazy("Track this child"), required=False, widget=forms.CheckboxInput)
    why = forms.CharField(
        label=gettext_lazy("Why this child"),
        help_text=gettext_lazy("Besides what is ticked above; needed when nothing above fits the child. No names."),
        required=False,
        max_length=500,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def __init__(self, data: Any = None, *, sample: Sample, child: Child | None = None) -> None:
        super().__init__(data)
        self.sample, self.child = sample, child
        for name, reason in FLAGS.items():
            self.fields[name] = forms.ChoiceField(
                label=words(reason.words),
                required=False,
                choices=[("yes", _("Yes")), ("no", _("No")), ("", _("Not known"))],
                widget=forms.RadioSelect(attrs={"class": "govuk-radios--inline govuk-radios--small"}),
                error_messages={"invalid_choice": _("Choose one of the answers")},
            )
        if child is not None:
            del self.fields["code"]
        self._start_with(child)

    def _start_with(self, child: Child | None) -> None:
        start: dict[str, Any] = {"based_on": self.sample.version}
        if child is not None:
            start |= {name: _AS_WORD[getattr(child, name)] for name in FLAGS}
            start |= {"building": child.building, "not_accommodated": child.not_accommodated}
            start |= {"ended_unplanned_on": child.ended_unplanned_on}
            start |= {"track": child.code in self.sample.chosen, "why": self.sample.chosen.get(child.code, "")}
        for name, value in start.items():
            self.fields[name].initial = value

    @property
    def flags(self) -> list[forms.BoundField]:
        """The questions with yes, no or not known, without the unplanned ending."""
        return [self[name] for name in FLAGS if name != "ended_unplanned"]

    def clean_code(self) -> str:
        """The code as it is kept; small letters are made capitals, and one that is taken is refused."""
        code = str(self.cleaned_data["code"]).strip().upper()
        if self.sample.child(code) is not None:
            raise forms.ValidationError(_("A child with this code is in the sample already; give another one"))
        return code

    @property
    def content(self) -> Child:
        """What was typed, as the core sees it."""
        data = self.cleaned_data
        day = data["ended_unplanned_on"]
        answers = {name: _AS_ANSWER[data[name]] for name in FLAGS}
        # A day says that it happened, whatever was ticked or forgotten.
        answers["ended_unplanned"] = True if day else answers["ended_unplanned"]
        return Child(
            code=self.child.code if self.child else data["code"],
            building=data["building"].strip(),
            ended_unplanned_on=day,
            not_accommodated=data["not_accommodated"],
            **answers,
        )

    def drawn(self, *, remove: bool = False) -> tuple[tuple[Child, ...], dict[str, str]]:
        """The children and the chosen ones of the whole sample, with this row in its place or taken out."""
        code = self.content.code
        chosen = {name: why for name, why in self.sample.chosen.items() if name != code}
        if remove:
            return tuple(one for one in self.sample.children if one.code != code), chosen
        if self.cleaned_data["track"]:
            chosen[code] = self.cleaned_data["why"]
        rows = tuple(self.content if one.code == code else one for one in self.sample.children)
        return (rows if self.child else (*rows, self.content)), chosen


class SampleForm(AsksAboutNames):
    """Who of the children is tracked, and the buildings that have to be represented."""

    written = ("buildings", "reason")
    chosen = forms.MultipleChoiceField(
        label=gettext_lazy("Children to track"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": gettext_lazy("Choose from the children in the rows")},
    )
    buildings = forms.CharField(
        label=gettext_lazy("Buildings of the home"),
        help_text=gettext_lazy("One a line, where there is more than one. Short words, not addresses."),
        required=False,
        max_length=2000,
        widget=forms.Textarea,
    )

    def __init__(self, data: Any = None, *, sample: Sample) -> None:
        start = {"based_on": sample.version, "chosen": list(sample.chosen), "buildings": "\n".join(sample.buildings)}
        super().__init__(data, initial=start)
        self.sample = sample
        self.fields["chosen"].choices = [(one.code, one.code) for one in sample.children]  # type: ignore[attr-defined]

    @property
    def drawn(self) -> tuple[dict[str, str], tuple[str, ...]]:
        """Who is chosen, with the reasons that stand, and the buildings."""
        chosen = {code: self.sample.chosen.get(code, "") for code in self.cleaned_data["chosen"]}
        return chosen, tuple(self.cleaned_data["buildings"].splitlines())
