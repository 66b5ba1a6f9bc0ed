"""What maintainers are told about a week or a day: pure, from memory, settings and knowledge. Nobody is ranked."""

from bot.digest.report import digest_of
from bot.digest.values import Digest, Period

__all__ = ["Digest", "Period", "digest_of"]
