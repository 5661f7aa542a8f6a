"""The pages of the inspection workspace, by what people do there."""
