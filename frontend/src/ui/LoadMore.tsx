import { Button, Loader } from "@mantine/core";
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { ProblemNotice } from "./ProblemNotice";

interface LoadMoreProps {
  /** Whether there is more. */
  readonly more: boolean;
  readonly onMore: () => void;
  /** More is on its way. */
  readonly loading?: boolean;
  /** Why more did not come. */
  readonly error?: Error | null;
  /** What the last line says where the list is not the whole of it. */
  readonly end?: string | undefined;
}

/** Asks for more of a list. Where the last of it has come, a line takes the button's place, and its focus. */
export function LoadMore({ more, onMore, loading = false, error = null, end: words }: LoadMoreProps) {
  const { t } = useTranslation();
  const [asked, setAsked] = useState(false);
  const end = useRef<HTMLParagraphElement>(null);
  useEffect(() => {
    // nobody who went on to elsewhere is called back
    if (asked && !more && document.activeElement === document.body) {
      end.current?.focus();
    }
  }, [asked, more]);
  return (
    <>
      {more && (
        // not disabled while it loads: that would drop the focus
        <Button
          variant="default"
          mt="md"
          aria-busy={loading}
          leftSection={loading && <Loader size={14} />}
          onClick={() => {
            if (!loading) {
              setAsked(true);
              onMore();
            }
          }}
        >
          {t("common.loadMore")}
        </Button>
      )}
      {asked && !more && (
        <p ref={end} tabIndex={-1} className="dim">
          {words ?? t("common.allShown")}
        </p>
      )}
      <ProblemNotice error={error} />
    </>
  );
}
