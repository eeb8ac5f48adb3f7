"""The figures of an evaluation as one HTML file: tables and a picture of the confusion matrix."""

import html
from collections import Counter
from typing import Any, Dict, Sequence, Tuple


def percent(share: Dict[str, Any]) -> str:
    if share["share"] is None:
        return "-"
    return f"{share['share']:6.1%}  ({share['low']:.0%}-{share['high']:.0%}, n={share['n']})"


def page(result: Dict[str, Any], points: Sequence[Tuple[int, float]] = ()) -> str:
    """The report: tables and a picture of the confusion matrix, in one file.

    Args:
        points: of the learning curve, (number of examples, share right); left out when empty.
    """

    def table(head, rows):
        cells = "".join("<tr>" + "".join(f"<td>{html.escape(str(c))}</td>" for c in row) + "</tr>" for row in rows)
        return "<table><tr>" + "".join(f"<th>{h}</th>" for h in head) + f"</tr>{cells}</table>"

    names = sorted(result["intents"])
    total = Counter()
    for (want, _), n in result["matrix"].items():
        total[want] += n
    squares = "".join(
        f'<rect x="{names.index(got) * 12}" y="{names.index(want) * 12}" width="12" height="12" fill="rgb(20,80,140)" '
        f'fill-opacity="{n / total[want]:.2f}"><title>{want} als {got}: {n}</title></rect>'
        for (want, got), n in result["matrix"].items()
        if want in names and got in names
    )
    size = len(names) * 12
    return (
        "<!doctype html><html lang='nl'><meta charset='utf-8'><title>Hoe goed begrijpt de chat?</title>"
        "<style>body{font:16px/1.5 sans-serif;max-width:60rem;margin:2rem auto}td,th{padding:.2rem .8rem;text-align:left}</style>"
        "<h1>Hoe goed begrijpt de chat?</h1><p>Gemeten op vragen die nooit in de training zaten.</p>"
        + table(("cijfer", "waarde"), [(k, percent(v)) for k, v in result["cijfers"].items()])
        + "<h2>Per intent</h2>"
        + table(
            ("intent", "gevonden", "terecht"),
            [(k, percent(v["recall"]), percent(v["precision"])) for k, v in result["intents"].items()],
        )
        + "<h2>Verward</h2>"
        + table(("gewenst", "gekregen", "aantal", "voorbeeld"), result["verwarring"])
        + "<h2>IJking</h2>"
        + table(
            ("vanaf", "aantal", "gemiddelde zekerheid", "juist"),
            [(a, n, f"{c:.0%}", f"{o:.0%}") for a, n, c, o in result["ijking"]],
        )
        + (
            "<h2>Leercurve</h2>" + table(("voorbeelden", "juist"), [(n, f"{s:.1%}") for n, s in points])
            if points
            else ""
        )
        + f"<h2>Verwarringsmatrix</h2><p>Rij: gewenst, kolom: gekregen; donker is vaak.</p><svg width='{size}' height='{size}' role='img'>{squares}</svg>"
    )
