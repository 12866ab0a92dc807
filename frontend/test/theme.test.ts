import { convertCssVariables, DEFAULT_THEME, defaultCssVariablesResolver, mergeMantineTheme } from "@mantine/core";
import { expect, it } from "vitest";
import { theme, themeVariables } from "../src/app/theme";

const foreign = /^--mantine-color-(red|pink|grape|violet|indigo|blue|cyan|teal|green|lime|yellow|orange)-/;
const used = (variables: Record<string, string>) =>
  Object.fromEntries(Object.entries(variables).filter(([name]) => !foreign.test(name)));

// The kit would write these into a <style> element, which the content security policy refuses.
// After a change of the theme: npm run theme
it("keeps the theme's variables in a stylesheet", async () => {
  const merged = mergeMantineTheme(DEFAULT_THEME, theme);
  const kit = defaultCssVariablesResolver(merged);
  const own = themeVariables(merged);
  const css = convertCssVariables(
    {
      variables: used({ ...kit.variables, ...own.variables }),
      light: used({ ...kit.light, ...own.light }),
      dark: used({ ...kit.dark, ...own.dark }),
    },
    ":root",
  );
  await expect(`${css.replaceAll(/([;{}])/g, "$1\n")}\n`).toMatchFileSnapshot("../src/app/theme.css");
});
