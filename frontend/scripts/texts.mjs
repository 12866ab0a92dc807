// Every word a person reads is a message key: no literals in markup, no Chinese outside the catalogues.
import { readdirSync, readFileSync } from "node:fs";
import ts from "typescript";

const spoken = new Set([
  "label",
  "title",
  "placeholder",
  "description",
  "alt",
  "aria-label",
  "text",
  "lead",
  "summary",
]);
const catalogues = new Set(["src/crowd/texts.ts"]);

/** The literals of one source that should be keys. */
export function literals(path, source) {
  const found = [];
  const file = ts.createSourceFile(path, source, ts.ScriptTarget.Latest, true);
  const note = (node, text) =>
    found.push(`${path}:${file.getLineAndCharacterOfPosition(node.getStart()).line + 1} ${text.trim()}`);
  const visit = (node) => {
    if (ts.isJsxText(node) && /\p{L}{2}|\p{Script=Han}/u.test(node.text)) {
      note(node, node.text);
    }
    if (
      ts.isStringLiteral(node) &&
      ts.isJsxAttribute(node.parent) &&
      spoken.has(node.parent.name.getText()) &&
      /\p{L}/u.test(node.text)
    ) {
      note(node, node.text);
    }
    if ((ts.isStringLiteral(node) || ts.isTemplateLiteralToken(node)) && /\p{Script=Han}/u.test(node.text)) {
      note(node, node.text);
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
}

export function check() {
  const sources = readdirSync("src", { recursive: true })
    .map((name) => `src/${name}`)
    .filter((path) => /\.tsx?$/.test(path) && !catalogues.has(path));
  return { sources: sources.length, found: sources.flatMap((path) => literals(path, readFileSync(path, "utf8"))) };
}

if (process.argv[1]?.endsWith("texts.mjs")) {
  const { sources, found } = check();
  for (const each of found) {
    console.error(`texts: ${each}`);
  }
  if (found.length > 0 || sources === 0) {
    process.exit(1);
  }
  console.log(`texts: ${sources} sources, no literal words`);
}
