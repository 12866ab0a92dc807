import type { ReactNode } from "react";
import styles from "./DataTable.module.css";

interface Column<T> {
  readonly name: string;
  readonly cell: (row: T) => ReactNode;
  readonly numeric?: boolean;
  /** Never broken into lines, such as a time. */
  readonly whole?: boolean;
}

interface DataTableProps<T> {
  readonly caption: string;
  readonly columns: readonly Column<T>[];
  readonly rows: readonly T[];
  readonly keyOf: (row: T) => string;
  /** Rows of what is past. */
  readonly dimmed?: (row: T) => boolean;
}

const look = ({ numeric, whole }: { readonly numeric?: boolean; readonly whole?: boolean }) =>
  numeric === true ? styles.number : whole === true ? styles.whole : undefined;

/** A table that becomes a list of named values on a narrow screen. */
export function DataTable<T>({ caption, columns, rows, keyOf, dimmed }: DataTableProps<T>) {
  return (
    <div className={styles.scroll}>
      <table className={styles.table}>
        <caption className="quiet">{caption}</caption>
        <thead>
          <tr>
            {columns.map((column) => (
              <th key={column.name} scope="col" className={column.numeric === true ? styles.number : undefined}>
                {column.name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={keyOf(row)} className={dimmed?.(row) === true ? "dim" : undefined}>
              {columns.map((column) => (
                <td key={column.name} data-name={column.name} className={look(column)}>
                  <span>{column.cell(row)}</span>
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
