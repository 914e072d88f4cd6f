"""Language models through litellm's own HTTP client, against an endpoint that misbehaves on purpose.

litellm cannot be installed in one step beside oTree, so these tests have an environment of their own (`make test` makes it), with
oTree in the other one: the layout that docs/how-to/language-models.md describes.
"""

from __future__ import annotations

import importlib.util

collect_ignore_glob = [] if importlib.util.find_spec("litellm") else ["test_*.py"]
