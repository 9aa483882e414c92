"""A second proof beside the password, for whoever wants one."""
