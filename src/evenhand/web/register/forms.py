"""Forms of the register: what to look for, and a file to import."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from evenhand.web.register import queries
from evenhand.web.register.csvfile import MAX_BYTES, RegisterFile
from evenhand.web.register.queries import SORTS, Choices, Wanted

GRADES = (
    (4, gettext_lazy("Outstanding")),
    (3, gettext_lazy("Good")),
    (2, gettext_lazy("Requires improvement to be good")),
    (1, gettext_lazy("Inadequate")),
)
SORT_WORDS = {
    "urn": gettext_lazy("URN"),
    "authority": gettext_lazy("Local authority"),
    "newest": gettext_lazy("Newest inspection first"),
    "oldest": gettext_lazy("Oldest inspection first"),
    "lowest": gettext_lazy("Lowest grade first"),
    "places": gettext_lazy("Most places first"),
}


class FilterForm(forms.Form):
    """What to look for in the register. A value that makes no sense is left out, never an error page."""

    urn = forms.CharField(label=gettext_lazy("URN or part of it"), required=False, max_length=20)
    authority = forms.ChoiceField(label=gettext_lazy("Local authority"), required=False)
    region = forms.ChoiceField(label=gettext_lazy("Region"), required=False)
    sector = forms.ChoiceField(label=gettext_lazy("Sector"), required=False)
    kind = forms.ChoiceField(label=gettext_lazy("Type of service"), required=False)
    grade = forms.ChoiceField(label=gettext_lazy("Latest overall grade"), required=False)
    fictional = forms.ChoiceField(label=gettext_lazy("Fictional homes"), required=False)
    sort = forms.ChoiceField(label=gettext_lazy("Order"), required=False)

    def __init__(self, data: Any, held: Choices) -> None:
        super().__init__(data)
        everything = ("", _("Any"))
        for name, values in (
            ("authority", held.authorities),
            ("region", held.regions),
            ("sector", held.sectors),
            ("kind", held.kinds),
        ):
            self.fields[name].choices = [everything, *((value, value) for value in values)]
        self.fields["grade"].choices = [everything, *GRADES]
        self.fields["fictional"].choices = [
            ("", _("Shown with the others")),
            ("without", _("Left out")),
            ("only", _("Only these")),
        ]
        self.fields["sort"].choices = [(name, SORT_WORDS[name]) for name in SORTS]

    @property
    def wanted(self) -> Wanted:
        """The filters that make sense."""
        self.is_valid()
        found = {name: value for name, value in self.cleaned_data.items() if value}
        if "grade" in found:
            found["grade"] = int(found["grade"])
        return Wanted(**found)


class AnswersForForm(forms.Form):
    """Who answers for a home."""

    person = forms.ModelChoiceField(
        label=gettext_lazy("Provider"),
        queryset=None,
        empty_label=gettext_lazy("Choose"),
        error_messages={
            "required": gettext_lazy("Select a provider"),
            "invalid_choice": gettext_lazy("Select a provider from the list"),
        },
    )

    def __init__(self, data: Any, urn: str) -> None:
        super().__init__(data)
        self.fields["person"].queryset = queries.providers_without(urn)


class CouncilForm(forms.Form):
    """Who works for which council."""

    person = forms.ModelChoiceField(
        label=gettext_lazy("Commissioner"),
        queryset=None,
        empty_label=gettext_lazy("Choose"),
        error_messages={
            "required": gettext_lazy("Select a commissioner"),
            "invalid_choice": gettext_lazy("Select a commissioner from the list"),
        },
    )
    authority = forms.ChoiceField(
        label=gettext_lazy("Council"),
        help_text=gettext_lazy("By the register’s own name of the local authority."),
        error_messages={
            "required": gettext_lazy("Select a council"),
            "invalid_choice": gettext_lazy("Select a council from the list"),
        },
    )

    def __init__(self, data: Any) -> None:
        super().__init__(data)
        self.fields["person"].queryset = queries.commissioners()
        self.fields["authority"].choices = [("", _("Choose")), *((one, one) for one in queries.councils_known())]


class UploadForm(forms.Form):
    """A file of the register, and what it holds."""

    kind = forms.ChoiceField(
        label=gettext_lazy("What does the file hold?"),
        widget=forms.RadioSelect,
        choices=[
            ("register", gettext_lazy("The register: one row for each home")),
            ("history", gettext_lazy("Inspection history: one row for each inspection")),
        ],
        error_messages={"required": gettext_lazy("Select what the file holds")},
    )
    file = forms.FileField(
        label=gettext_lazy("CSV file"),
        help_text=gettext_lazy("Up to 20 MB. The first line names the columns; their order does not matter."),
        error_messages={
            "required": gettext_lazy("Select a CSV file"),
            "empty": gettext_lazy("The file is empty. Select the CSV file of the register"),
        },
    )

    def clean_file(self) -> RegisterFile:
        """The file's bytes, once its size allows reading them."""
        file = self.cleaned_data["file"]
        if file.size > MAX_BYTES:
            raise forms.ValidationError(_("The file is larger than 20 MB. Split it by region"))
        return RegisterFile(file.name, file.read())
