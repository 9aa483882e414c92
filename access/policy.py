"""How the door is kept: fixed here rather than chosen, since a slip in a file would open it."""

from datetime import timedelta

WRONG_BEFORE_LOCK = 5  # wrong passwords in a row
LOCKED_FOR = timedelta(minutes=15)
SESSION_LASTS = timedelta(hours=12)
SESSION_IDLES = timedelta(hours=2)
SEEN_AGAIN = timedelta(minutes=1)  # a session's last use is written down no more often
SHORTEST_PASSWORD = 12
LONGEST_PASSWORD = 200  # a slow hash of a book would be an attack
BYTES_OF_CHANCE = 32
PROOF_WITHIN = timedelta(minutes=5)  # of the right password
KEY_LASTS = timedelta(days=365)
