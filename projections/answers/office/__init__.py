"""What an office arranged for what falls due: lead times, owners, seats and their days off; not what the law says."""
