"""Files that people keep are written whole or not at all."""

from bot.files import OPEN_MODE as OPEN_MODE
from bot.files import replace_file as replace_file
