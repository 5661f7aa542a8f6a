"""The pages of planning: the plan, one home's outlook, an inspector's own interests, proposed schedules."""
