"""From proposed grades and facts to what is allowed. A grade is a person's judgement; this package only says its limits."""
