/** Which way imports may run: app → features → ui, rating → api. Features never import one another. */
module.exports = {
  forbidden: [
    {
      name: "features-apart",
      severity: "error",
      from: { path: "^(src|canaries)/features/([^/]+)/" },
      to: { path: "^(src|canaries)/features/", pathNot: "^$1/features/$2/" },
    },
    {
      name: "only-the-app-knows-pages",
      severity: "error",
      from: { path: "^src/(api|i18n|ui|rating|crowd|features)/" },
      to: { path: "^src/app/" },
    },
    {
      name: "parts-know-no-features",
      severity: "error",
      from: { path: "^src/(api|i18n|ui|rating|crowd)/" },
      to: { path: "^src/features/" },
    },
    {
      name: "crowd-stays-light",
      severity: "error",
      comment: "The page of the crowd loads on a phone: no view library and nothing of the studio.",
      from: { path: "^src/(crowd|rating)/" },
      to: { path: "node_modules/|^src/(ui|app|features)/|^src/i18n/(index|zh|en)" },
    },
    { name: "no-circles", severity: "error", from: {}, to: { circular: true } },
    { name: "nothing-missing", severity: "error", from: {}, to: { couldNotResolve: true } },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    tsConfig: { fileName: "tsconfig.json" },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: { exportsFields: ["exports"], conditionNames: ["import", "types", "default"] },
  },
};
