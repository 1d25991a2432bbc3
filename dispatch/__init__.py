"""The application that dispatches field work: orders, plans, people and pages."""
