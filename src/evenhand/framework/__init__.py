"""What an inspection framework is: judgements, criteria, descriptors, rules and the calendar, as data."""
