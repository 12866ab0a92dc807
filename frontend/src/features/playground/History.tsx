import { TextInput } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { useInfiniteQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Generation } from "../../api/types";
import { LoadMore } from "../../ui/LoadMore";
import { Picture } from "../../ui/Picture";
import { QueryView } from "../../ui/QueryView";
import { useLook } from "./look";
import styles from "./playground.module.css";
import { isOver } from "./progress";
import { historyOf } from "./queries";

/** Earlier requests, newest first. */
export function History({ current }: { current: string | undefined }) {
  const { t } = useTranslation();
  const [search, setSearch] = useState("");
  const words = useDebouncedValue(search.trim(), 250)[0];
  const query = useInfiniteQuery(historyOf(words));
  if (query.data?.pages[0]?.length === 0 && words === "" && search === "") {
    return null; // the place of the pictures says what to do
  }
  return (
    <section className={styles.history} aria-labelledby="history">
      <h2 id="history" className={styles.historyTitle}>
        {t("playground.history")}
      </h2>
      <TextInput
        className={styles.search ?? ""}
        type="search"
        label={t("playground.search")}
        value={search}
        maxLength={200}
        onChange={(event) => setSearch(event.currentTarget.value)}
      />
      <QueryView query={query}>
        {({ pages }) =>
          pages[0]?.length === 0 ? (
            <p role="status" className="dim">
              {t("playground.nothingFound")}
            </p>
          ) : (
            <>
              <ol className={styles.past}>
                {pages.flat().map((each) => (
                  <Past key={each.id} generation={each} current={each.id === current} />
                ))}
              </ol>
              <LoadMore
                key={words}
                more={query.hasNextPage}
                loading={query.isFetchingNextPage}
                error={query.isFetchNextPageError ? query.error : null}
                onMore={() => void query.fetchNextPage()}
              />
            </>
          )
        }
      </QueryView>
    </section>
  );
}

function Past({ generation, current }: { generation: Generation; current: boolean }) {
  const { t } = useTranslation();
  const look = useLook();
  return (
    <li>
      <Link to="/playground" search={look(generation.id)} className={styles.pastLink} data-current={current}>
        <span className={styles.pastPictures}>
          {generation.images.slice(0, 4).map((image) => (
            <Picture key={image.id} url={image.url} alt="" />
          ))}
          {generation.images.length === 0 && <Picture alt="" missing={isOver(generation) ? "" : undefined} />}
        </span>
        <span className={styles.pastPrompt}>{generation.prompt}</span>
        {generation.state !== "DONE" && <span className="dim">{t(`state.${generation.state}`)}</span>}
      </Link>
    </li>
  );
}
