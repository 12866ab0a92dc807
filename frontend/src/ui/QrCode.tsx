import qrcode from "qrcode-generator";

const quietZone = 4;

/** An address as a code for a phone's camera: dark on light in either scheme, or cameras miss it. */
export function QrCode({ value, label, size = 168 }: { value: string; label: string; size?: number }) {
  const code = qrcode(0, "M");
  code.addData(value);
  code.make();
  const count = code.getModuleCount();
  const rows = Array.from({ length: count }, (_, row) =>
    Array.from({ length: count }, (_, column) =>
      code.isDark(row, column) ? `M${column + quietZone} ${row + quietZone}h1v1h-1z` : "",
    ).join(""),
  );
  const side = count + 2 * quietZone;
  return (
    <svg
      role="img"
      aria-label={label}
      width={size}
      height={size}
      viewBox={`0 0 ${side} ${side}`}
      shapeRendering="crispEdges"
    >
      <rect width={side} height={side} fill="#fff" rx={2} />
      <path d={rows.join("")} fill="#111" />
    </svg>
  );
}
