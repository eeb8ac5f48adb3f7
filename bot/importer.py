"""Let Rasa read the domain from one file per topic.

Named in ``config.yml``, so the bare ``rasa train`` and ``rasa data validate`` merge ``bot/domain/*.yml`` into the
short ``domain.yml`` in the root (session settings, slots and entities: what all topics share).
"""

from pathlib import Path

from rasa.shared.core.domain import Domain
from rasa.shared.importers.rasa import RasaFileImporter
from rasa.shared.utils.common import cached_method


class TopicImporter(RasaFileImporter):
    """Rasa's own importer, with ``bot/domain/`` merged into the domain."""

    @cached_method
    def get_domain(self) -> Domain:
        """The shared domain plus every topic file, in alphabetical order; read once, for Rasa asks for it many times."""
        domain = super().get_domain()
        if self._domain_path is None:  # `rasa train nlu` needs no domain
            return domain
        for path in sorted((Path(self._domain_path).parent / "bot" / "domain").glob("*.yml")):
            domain = domain.merge(Domain.from_path(str(path)))
        return domain
