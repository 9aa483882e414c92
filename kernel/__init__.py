"""Words everyone shares: money, days, periods, dated law, company numbers, bundles of files."""
