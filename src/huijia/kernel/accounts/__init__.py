"""Who may sign in, in which role, where and from when to when."""
