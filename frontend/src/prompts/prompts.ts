import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { api, told } from "../api/client";
import { promptSets } from "../api/queries";

/** Where the prompts come from: pasted or from a file, or a set that exists. */
export interface Prompts {
  readonly from: "TEXT" | "SET";
  readonly text: string;
  readonly file: string | undefined;
  readonly promptSetId: string | null;
}

export const arePrompts = (prompts: Prompts): boolean =>
  prompts.from === "SET" ? prompts.promptSetId !== null : prompts.text.trim() !== "";

/** The prompts somebody chooses in a form, and the set they become when it is sent. */
export function usePrompts() {
  const queries = useQueryClient();
  const [prompts, setPrompts] = useState<Prompts>({ from: "TEXT", text: "", file: undefined, promptSetId: null });
  const asSet = async (name: string): Promise<string> => {
    if (prompts.from === "SET") {
      return prompts.promptSetId ?? "";
    }
    const format = prompts.file === undefined ? "LINES" : "CSV";
    const set = await told(api.POST("/api/prompt-sets", { body: { name, text: prompts.text, format } }));
    void queries.invalidateQueries({ queryKey: promptSets.queryKey });
    setPrompts({ ...prompts, from: "SET", promptSetId: set.id }); // a second try must not make a second set
    return set.id;
  };
  return { prompts, setPrompts, asSet };
}
