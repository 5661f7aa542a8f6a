"""Forms to sign in, to choose a password, and to make people and give them roles."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.validators import RegexValidator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from evenhand.casework.actors import Role
from evenhand.web.accounts.models import Person
from evenhand.web.accounts.queries import ROLES, name_is_taken

_NAME = RegexValidator(
    r"^[a-z0-9]+([.-][a-z0-9]+)*\Z",
    gettext_lazy("Enter a sign-in name of lower-case letters, numbers, dots and hyphens, like ida.inspector"),
)
_PLAIN = {"autocapitalize": "none", "spellcheck": "false"}


class SignInForm(forms.Form):
    """Sign-in name and password. Whether they belong together is not this form's business."""

    username = forms.CharField(
        label=gettext_lazy("Sign-in name"),
        max_length=150,
        widget=forms.TextInput(attrs={"autocomplete": "username", **_PLAIN}),
        error_messages={
            "required": gettext_lazy("Enter your sign-in name"),
            "max_length": gettext_lazy("Enter a sign-in name of no more than 150 characters"),
        },
    )
    password = forms.CharField(
        label=gettext_lazy("Password"),
        # Hashing works as hard on nonsense as on a password; a length nobody uses is refused before.
        max_length=1000,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        error_messages={
            "required": gettext_lazy("Enter your password"),
            "max_length": gettext_lazy("Enter a password of no more than 1,000 characters"),
        },
    )

    def clean_username(self) -> str:
        """Names are lower case."""
        return str(self.cleaned_data["username"]).strip().lower()


class PasswordForm(forms.Form):
    """A password of one's own, typed twice."""

    password = forms.CharField(
        label=gettext_lazy("New password"),
        help_text=gettext_lazy("At least 12 characters. Three random words are easy to remember and hard to guess."),
        max_length=1000,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        error_messages={
            "required": gettext_lazy("Enter a new password"),
            "max_length": gettext_lazy("Enter a password of no more than 1,000 characters"),
        },
    )
    again = forms.CharField(
        label=gettext_lazy("New password again"),
        max_length=1000,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        error_messages={
            "required": gettext_lazy("Enter the new password a second time"),
            "max_length": gettext_lazy("Enter a password of no more than 1,000 characters"),
        },
    )

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = person

    def clean_password(self) -> str:
        """Long enough, not common, and not the one it replaces."""
        password = str(self.cleaned_data["password"])
        validate_password(password, self.person)
        if self.person.check_password(password):
            raise forms.ValidationError(_("Enter a password that differs from the present one"))
        return password

    def clean(self) -> None:
        """Both are the same."""
        first, second = self.cleaned_data.get("password"), self.cleaned_data.get("again")
        if first and second and first != second:
            self.add_error("again", _("Enter the same password twice"))


class PersonForm(forms.Form):
    """A new person."""

    display_name = forms.CharField(
        label=gettext_lazy("Name"),
        help_text=gettext_lazy("As colleagues know them. Other people who are signed in see it."),
        max_length=150,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        error_messages={
            "required": gettext_lazy("Enter the person’s name"),
            "max_length": gettext_lazy("Enter a name of no more than 150 characters"),
        },
    )
    username = forms.CharField(
        label=gettext_lazy("Sign-in name"),
        help_text=gettext_lazy(
            "Lower-case letters, numbers, dots and hyphens, like ida.inspector. It cannot be changed later."
        ),
        max_length=150,
        validators=[_NAME],
        widget=forms.TextInput(attrs={"autocomplete": "off", **_PLAIN}),
        error_messages={
            "required": gettext_lazy("Enter a sign-in name"),
            "max_length": gettext_lazy("Enter a sign-in name of no more than 150 characters"),
        },
    )
    roles = forms.MultipleChoiceField(
        label=gettext_lazy("Roles"),
        help_text=gettext_lazy("Select all that apply. They can be given and ended later."),
        required=False,
        choices=[(role.value, words) for role, (words, _what) in ROLES.items()],
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": gettext_lazy("Select roles from the list")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["roles"].choice_hints = {role.value: what for role, (_words, what) in ROLES.items()}

    def clean_username(self) -> str:
        """Nobody else signs in with it, and the log does not mean somebody else by it."""
        username = str(self.cleaned_data["username"])
        if username in ("system", "visitor", "unknown"):
            raise forms.ValidationError(_("Enter another sign-in name: the audit log uses this one for itself"))
        if name_is_taken(username):
            raise forms.ValidationError(_("Enter another sign-in name: somebody has this one already"))
        return username

    @property
    def chosen_roles(self) -> list[Role]:
        """The roles selected."""
        return [Role(one) for one in self.cleaned_data["roles"]]


class GiveRoleForm(forms.Form):
    """A role to give, out of those not held."""

    role = forms.ChoiceField(
        label=gettext_lazy("Give a role"),
        widget=forms.RadioSelect,
        error_messages={
            "required": gettext_lazy("Select a role"),
            "invalid_choice": gettext_lazy("Select a role from the list"),
        },
    )

    def __init__(self, *args: Any, possible: tuple[Role, ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = [(role.value, ROLES[role][0]) for role in possible]
        self.fields["role"].choice_hints = {role.value: ROLES[role][1] for role in possible}


class ProveForm(forms.Form):
    """One's password once more, before something that would help somebody else at an unlocked screen."""

    password = forms.CharField(
        label=gettext_lazy("Password"),
        max_length=1000,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        error_messages={
            "required": gettext_lazy("Enter your password"),
            "max_length": gettext_lazy("Enter a password of no more than 1,000 characters"),
        },
    )


class CodeForm(forms.Form):
    """The six figures that an authenticator app shows."""

    code = forms.CharField(
        label=gettext_lazy("Code from your app"),
        help_text=gettext_lazy("Six figures. A new code comes every half minute; each is good once."),
        max_length=20,
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "inputmode": "numeric", "class": "govuk-input--width-10", **_PLAIN}
        ),
        error_messages={
            "required": gettext_lazy("Enter the code that your app shows"),
            "max_length": gettext_lazy("Enter the six figures that your app shows"),
        },
    )


class RecoveryForm(forms.Form):
    """A recovery code."""

    recovery = forms.CharField(
        label=gettext_lazy("Recovery code"),
        help_text=gettext_lazy("Sixteen letters and figures, like kpx4-a7w2-m3nb-t9cd. Each is good once."),
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "off", **_PLAIN}),
        error_messages={
            "required": gettext_lazy("Enter one of your recovery codes"),
            "max_length": gettext_lazy("Enter one recovery code: sixteen letters and figures"),
        },
    )


class PasskeyForm(forms.Form):
    """What the browser answers about a passkey; filled in by a script."""

    answer = forms.CharField(
        max_length=20_000,
        widget=forms.HiddenInput,
        error_messages={
            "required": gettext_lazy("The browser gave no passkey. Try again, or choose another way"),
            "max_length": gettext_lazy("The browser gave no passkey. Try again, or choose another way"),
        },
    )


class NewPasskeyForm(PasskeyForm):
    """A new passkey and what its owner calls it."""

    name = forms.CharField(
        label=gettext_lazy("What do you call this passkey?"),
        help_text=gettext_lazy("So that you know it again in a list: work laptop, blue key."),
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={
            "required": gettext_lazy("Enter a name for the passkey"),
            "max_length": gettext_lazy("Enter a name of no more than 60 characters"),
        },
    )


class ResetForm(forms.Form):
    """Why somebody's second step is taken away."""

    reason = forms.CharField(
        label=gettext_lazy("Why? How do you know that it is really this person who asks?"),
        help_text=gettext_lazy("It stands in the audit log. For example: lost the phone, came to my desk."),
        max_length=300,
        widget=forms.Textarea,
        error_messages={
            "required": gettext_lazy("Write why the second step is reset"),
            "max_length": gettext_lazy("Write no more than 300 characters"),
        },
    )
