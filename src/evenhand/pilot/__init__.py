"""Piloting a framework: a plan fixed beforehand, ratings under both versions, and what they can and cannot tell."""
