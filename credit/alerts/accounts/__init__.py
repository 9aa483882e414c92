"""What alerts keep of each account, summed up from its facts."""
