import { type ReactNode, type RefObject, useRef } from "react";
import styles from "./DataTable.module.css";

interface Column<T> {
  readonly name: string;
  /** @param place the row on the page, which can be given the focus */
  readonly cell: (row: T, place: RefObject<HTMLElement | null>) => ReactNode;
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
            <Row key={keyOf(row)} row={row} columns={columns} dim={dimmed?.(row) === true} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

interface RowProps<T> extends Pick<DataTableProps<T>, "columns"> {
  readonly row: T;
  readonly dim: boolean;
}

function Row<T>({ row, columns, dim }: RowProps<T>) {
  const place = useRef<HTMLTableRowElement>(null);
  return (
    <tr ref={place} tabIndex={-1} className={dim ? "dim" : undefined}>
      {columns.map((column) => (
        <td key={column.name} data-name={column.name} className={look(column)}>
          <span>{column.cell(row, place)}</span>
        </td>
      ))}
    </tr>
  );
}
