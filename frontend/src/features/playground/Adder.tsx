import { Select } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import styles from "./playground.module.css";

interface AdderProps {
  readonly label: string;
  readonly choices: readonly { readonly value: string; readonly label: string }[];
  readonly onAdd: (value: string) => void;
}

/** A list to search: each choice adds one thing, and the search begins anew. */
export function Adder({ label, choices, onAdd }: AdderProps) {
  const { t } = useTranslation();
  const [search, setSearch] = useState("");
  return (
    <Select
      className={styles.wide ?? ""}
      label={label}
      placeholder={t("playground.adapterChoose")}
      data={[...choices]}
      value={null}
      onChange={(value) => {
        if (value !== null) {
          onAdd(value);
          setSearch("");
        }
      }}
      onKeyDown={(event) => {
        if (event.key === "Enter") {
          event.preventDefault(); // where nothing is found to choose, it would send off the form around
        }
      }}
      searchable
      searchValue={search}
      onSearchChange={setSearch}
      selectFirstOptionOnChange
      maw={360}
    />
  );
}
