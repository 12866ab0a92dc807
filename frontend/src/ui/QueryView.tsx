import { Skeleton } from "@mantine/core";
import type { UseQueryResult } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { ProblemError } from "../api/problem";
import { Blind } from "./Blind";
import { FailedPage } from "./FailedPage";
import { ProblemNotice } from "./ProblemNotice";
import styles from "./QueryView.module.css";

interface Known<T> extends Pick<UseQueryResult<T, Error>, "data" | "error"> {
  /** Of a list that grows: that more of it did not come, which is told where it was asked for. */
  readonly isFetchNextPageError?: boolean;
}

interface QueryViewProps<T> {
  readonly query: Known<T>;
  readonly children: (value: T) => ReactNode;
  /** Shown instead of grey lines while the value is on its way. */
  readonly waiting?: ReactNode;
  /** The page is about this alone: a refusal becomes the page. */
  readonly whole?: boolean;
}

/**
 * What a query knows: its value, and whether that could not be had anew; else that it is judged blind, else the refusal,
 * else that it is on its way.
 */
export function QueryView<T>({ query, children, waiting, whole = false }: QueryViewProps<T>) {
  const { t } = useTranslation();
  if (query.data !== undefined) {
    return (
      <>
        {isOld(query) && (
          <div className={styles.old}>
            <ProblemNotice error={query.error} />
          </div>
        )}
        {children(query.data)}
      </>
    );
  }
  if (query.error instanceof ProblemError && query.error.problem.code === "COMPARISON_OPEN") {
    return <Blind whole={whole} />;
  }
  if (query.error !== null) {
    return whole ? <FailedPage error={query.error} /> : <ProblemNotice error={query.error} />;
  }
  if (waiting !== undefined) {
    return <>{waiting}</>;
  }
  return (
    <div role="status" className={styles.waiting} aria-label={t("common.loading")}>
      <Skeleton height={20} mb="sm" width="40%" />
      <Skeleton height={14} mb="xs" />
      <Skeleton height={14} mb="xs" width="80%" />
    </div>
  );
}

/** That a session is over is told above every page. */
const isOld = ({ error, isFetchNextPageError }: Known<unknown>): boolean =>
  error !== null && isFetchNextPageError !== true && !(error instanceof ProblemError && error.signedOut);
