"""Build hook of the wheel: puts frameworks/ and data/ at evenhand/_shipped, except in an editable install."""

from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

SHIPPED = ("frameworks", "data", "studies")


class ShipData(BuildHookInterface):  # type: ignore[type-arg]
    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        if version == "editable":
            return  # the package finds both folders at the root of the checkout
        for folder in SHIPPED:
            if not (Path(self.root) / folder).is_dir():
                raise SystemExit(f"The wheel ships the folder {folder}/, and it is not here ({self.root}).")
            build_data["force_include"][folder] = f"evenhand/_shipped/{folder}"
