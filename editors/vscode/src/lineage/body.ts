// The frame of the lineage view; its script fills it. Pure.

const keys = [
  "Arrow keys move; left and right follow the lineage",
  "Enter lights the way of a column",
  "O opens the definition",
  "Shift with left or right shows what is beyond",
  "C shows or hides the columns of a model",
  "T traces a column through the project",
  "F makes a model the focus",
  "Escape puts the light out",
  "Slash searches",
  "Plus, minus and zero zoom",
];

export const lineageBody = `<div id="bar" role="toolbar" aria-label="Lineage">
<input id="find" type="search" placeholder="Find a model or column" aria-label="Find a model or column">
<span id="hits" aria-hidden="true"></span>
<span class="buttons">
<button id="closer" type="button" title="Zoom in" aria-label="Zoom in">+</button>
<button id="farther" type="button" title="Zoom out" aria-label="Zoom out">−</button>
<button id="all" type="button" title="Show all">Show all</button>
</span>
<label title="Show the model of the active editor"><input id="follow" type="checkbox"> Follow editor</label>
<label title="Also what decides about values and rows: filters, joins, groups, order"><input id="indirect" type="checkbox"> Indirect</label>
<label title="The same as text"><input id="as-list" type="checkbox"> As list</label>
</div>
<div id="frame"><div id="canvas" role="tree" aria-label="Lineage" aria-describedby="keys"></div></div>
<div id="list" role="region" aria-label="Lineage as a list" hidden></div>
<div id="foot"><p id="words" title="${keys.join("&#10;")}">Asking the server…</p><div id="legend" aria-hidden="true"></div></div>
<p id="said" class="unseen" role="status" aria-live="polite"></p>
<p id="keys" class="unseen">${keys.join(". ")}.</p>`;
