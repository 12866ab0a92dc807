import { type CSSVariablesResolver, createTheme, type MantineColorsTuple } from "@mantine/core";

/** Named after the pigments of the old painters: azurite leads, cinnabar warns, malachite confirms, gamboge cautions. */
const azurite: MantineColorsTuple = [
  "#eef5f8",
  "#dde9ef",
  "#b9d2dd",
  "#92b9ca",
  "#72a5ba",
  "#5d98b0",
  "#3e7a91",
  "#2a647e",
  "#20546b",
  "#123f53",
];
const cinnabar: MantineColorsTuple = [
  "#fdf1ef",
  "#f7dedb",
  "#ecb9b2",
  "#e19288",
  "#d77063",
  "#cf5a4b",
  "#c54a3b",
  "#ae3b2d",
  "#983226",
  "#81271d",
];
const malachite: MantineColorsTuple = [
  "#eff8f3",
  "#deede6",
  "#b9dac9",
  "#91c6ab",
  "#6fb591",
  "#58a881",
  "#469a71",
  "#34825d",
  "#2a7050",
  "#1a5b3e",
];
const gamboge: MantineColorsTuple = [
  "#fff7e6",
  "#faecd2",
  "#f2d7a7",
  "#eac178",
  "#e3ae51",
  "#dca038",
  "#d09228",
  "#a9731a",
  "#8f6013",
  "#754d09",
];
const gray: MantineColorsTuple = [
  "#f7f7f6",
  "#efefee",
  "#e4e4e2",
  "#d6d6d4",
  "#bdbdba",
  "#9c9c99",
  "#757572",
  "#565653",
  "#393937",
  "#232322",
];
const dark: MantineColorsTuple = [
  "#d6d6d3",
  "#bcbcb9",
  "#969693",
  "#757572",
  "#4b4b49",
  "#3a3a38",
  "#2c2c2b",
  "#232322",
  "#1a1a19",
  "#131312",
];

const sans =
  '-apple-system, BlinkMacSystemFont, "Segoe UI", "PingFang SC", "Hiragino Sans GB", "Microsoft YaHei", "Noto Sans SC", "Noto Sans CJK SC", sans-serif';

export const theme = createTheme({
  colors: { azurite, cinnabar, malachite, gamboge, gray, dark },
  primaryColor: "azurite",
  primaryShade: { light: 7, dark: 6 },
  autoContrast: false,
  respectReducedMotion: true,
  defaultRadius: "md",
  cursorType: "pointer",
  fontFamily: sans,
  fontFamilyMonospace: 'ui-monospace, "SF Mono", "Cascadia Mono", Menlo, Consolas, "Noto Sans Mono", monospace',
  headings: {
    fontFamily: `"Songti SC", "Noto Serif SC", "Noto Serif CJK SC", "Source Han Serif SC", Georgia, ${sans}`,
    fontWeight: "600",
  },
});

/** What differs from the kit: paper instead of white, and a ground without any tint behind pictures. */
export const themeVariables: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    "--mantine-color-body": "#fcfcfb",
    "--mantine-color-dimmed": "#666663",
    "--mantine-color-placeholder": "#666663",
    "--mantine-color-error": "var(--mantine-color-cinnabar-7)",
    "--pinhua-surface": "#ffffff",
    "--pinhua-line": "#e4e4e2",
    "--pinhua-ground": "#dedede",
    "--pinhua-stage": "#c6c6c6",
    "--pinhua-chrome": "#f5f5f3",
  },
  dark: {
    "--mantine-color-body": "#1a1a19",
    "--mantine-color-dimmed": "#a2a29e",
    "--mantine-color-placeholder": "#a2a29e",
    "--mantine-color-error": "var(--mantine-color-cinnabar-4)",
    "--pinhua-surface": "#212120",
    "--pinhua-line": "#363634",
    "--pinhua-ground": "#303030",
    "--pinhua-stage": "#3a3a3a",
    "--pinhua-chrome": "#161615",
  },
});
