"""The acts of co-operation under an agreement in force: contacts, consultations, information, meetings, projects.

Here belongs what changes no state; acts that do are in `lifecycle.acts`, family by family.
"""
