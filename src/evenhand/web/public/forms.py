"""What the public site may be asked: a home by its number, homes by authority, region and public facts."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from evenhand.web.public.queries import is_listed, tidy_urn
from evenhand.web.public.searching import Wanted
from evenhand.web.register.queries import Choices


class FindForm(forms.Form):
    """A home by its URN; never by name or postcode, because a public page must not locate a home."""

    urn = forms.CharField(
        label=_("Unique reference number (URN)"),
        help_text=_("For example SC012345, 1234567 or FICTION1. It is on every report and register entry."),
        max_length=40,
        error_messages={
            "required": _("Enter a unique reference number"),
            "max_length": _("A unique reference number has at most 20 letters and digits"),
        },
        widget=forms.TextInput(attrs={"class": "govuk-input--width-10", "spellcheck": "false", "autocomplete": "off"}),
    )

    def clean_urn(self) -> str:
        """The URN of a home in the register."""
        urn = tidy_urn(self.cleaned_data["urn"])
        if urn is None:
            raise forms.ValidationError(
                _("A unique reference number has only letters and digits, such as SC012345"), code="malformed"
            )
        if not is_listed(urn):
            raise forms.ValidationError(
                _("No children’s home with the number %(urn)s is in this copy of the register"),
                code="unknown",
                params={"urn": urn},
            )
        return urn


ANY = ("", _("Any"))
GRADES = (
    ("4", _("Outstanding")),
    ("3", _("Good")),
    ("2", _("Requires improvement to be good")),
    ("1", _("Inadequate")),
)
SORT_WORDS = {
    "authority": _("Local authority"),
    "urn": _("URN"),
    "newest": _("Newest inspection first"),
    "best": _("Best grade first"),
    "lowest": _("Lowest grade first"),
    "places": _("Most places first"),
}


class SearchForm(forms.Form):
    """What to look for among all homes. A value that makes no sense is left out, never an error page."""

    authority = forms.ChoiceField(label=_("Local authority"), required=False)
    region = forms.ChoiceField(label=_("Region"), required=False)
    sector = forms.ChoiceField(label=_("Sector"), required=False)
    kind = forms.ChoiceField(label=_("Type of service"), required=False)
    grade = forms.ChoiceField(label=_("Latest overall grade"), required=False, choices=[ANY, *GRADES])
    registered = forms.ChoiceField(
        label=_("Registration"),
        required=False,
        choices=[
            ANY,
            ("listed", _("In the newest register")),
            ("suspended", _("Suspended")),
            ("gone", _("No longer in the register")),
        ],
    )
    sort = forms.ChoiceField(label=_("Order"), required=False, choices=list(SORT_WORDS.items()))

    def __init__(self, data: Any, held: Choices) -> None:
        super().__init__(data)
        for name, values in (
            ("authority", held.authorities),
            ("region", held.regions),
            ("sector", held.sectors),
            ("kind", held.kinds),
        ):
            self.fields[name].choices = [ANY, *((value, value) for value in values)]  # type: ignore[attr-defined]

    @property
    def wanted(self) -> Wanted:
        """What is looked for, as far as it makes sense."""
        self.is_valid()
        given = {name: value for name, value in self.cleaned_data.items() if value}
        # A fault in one field leaves the others standing, and is not told: addresses are passed on and grow old.
        self.errors.clear()
        authority, grade = given.pop("authority", ""), given.pop("grade", "")
        return Wanted(authorities=(authority,) if authority else (), grades=(int(grade),) if grade else (), **given)


class NearForm(forms.Form):
    """Which homes in and around a council a commissioner looks for."""

    area = forms.ChoiceField(
        label=_("Where"),
        required=False,
        choices=[("", _("My council and its neighbours")), ("mine", _("My council only"))],
    )
    grade = forms.ChoiceField(
        label=_("Latest overall grade"),
        required=False,
        choices=[("", _("Good or outstanding")), ("4", _("Outstanding")), ("any", _("Any grade, or none"))],
    )
    kind = forms.ChoiceField(label=_("Type of service"), required=False)
    places = forms.IntegerField(
        label=_("Registered places, at least"),
        required=False,
        min_value=1,
        max_value=500,
        widget=forms.TextInput(attrs={"class": "govuk-input--width-3", "inputmode": "numeric"}),
        error_messages={
            "invalid": _("Enter a whole number of places, such as 3"),
            "min_value": _("Enter at least 1 place"),
            "max_value": _("No home has that many places; enter a smaller number"),
        },
    )
    sort = forms.ChoiceField(
        label=_("Order"),
        required=False,
        choices=[
            ("", _("Nearest authority first")),
            ("best", _("Best grade first")),
            ("places", _("Most places first")),
        ],
    )

    def __init__(self, data: Any, kinds: tuple[str, ...]) -> None:
        super().__init__(data)
        self.fields["kind"].choices = [ANY, *((one, one) for one in kinds)]  # type: ignore[attr-defined]

    @property
    def wanted(self) -> Wanted:
        """What is looked for; what makes no sense is left out."""
        self.is_valid()
        given = {name: value for name, value in self.cleaned_data.items() if value}
        grades = {"": (3, 4), "4": (4,), "any": ()}[given.get("grade", "")]
        return Wanted(
            kind=given.get("kind", ""), places=given.get("places", 0), grades=grades, sort=given.get("sort", "near")
        )

    @property
    def mine_only(self) -> bool:
        """Whether the neighbours are left out."""
        self.is_valid()
        return self.cleaned_data.get("area") == "mine"
