import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { useRole } from "../../api/me";
import { BusyButton } from "../../ui/BusyButton";
import { ProblemNotice } from "../../ui/ProblemNotice";
import { system, unloadEngine } from "./queries";
import styles from "./system.module.css";

/**
 * Lets an administrator have the engine free the memory of its models.
 * @param empty it is known to hold none
 */
export function FreeMemory({ empty }: { empty: boolean }) {
  const { t } = useTranslation();
  const admin = useRole("admin");
  const queries = useQueryClient();
  const start = useMutation({
    mutationFn: unloadEngine,
    onSettled: () => queries.invalidateQueries({ queryKey: system.queryKey }),
  });
  const { isSuccess, reset } = start;
  const before = useRef(empty);
  useEffect(() => {
    if (empty && !before.current && isSuccess) {
      reset(); // the order is carried out
    }
    before.current = empty;
  }, [empty, isSuccess, reset]);
  if (!admin) {
    return null;
  }
  return (
    <div className={styles.free}>
      <BusyButton variant="default" size="compact-sm" busy={start.isPending} onClick={() => start.mutate()}>
        {t("system.free")}
      </BusyButton>
      <p role="status" className="dim">
        {isSuccess && t("system.freeing")}
      </p>
      <ProblemNotice error={start.error} />
    </div>
  );
}
