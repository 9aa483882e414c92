"""When cash comes in, week by week, with intervals."""
