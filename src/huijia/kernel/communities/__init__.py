"""Tenancy: district, street, community, what each community has agreed on, and its working days."""
