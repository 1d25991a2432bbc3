"""The web: routes, pages, sockets. Parse, call an action or a query, answer."""
