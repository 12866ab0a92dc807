import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { gallery } from "../api/queries";
import { useFormat } from "./format";
import styles from "./Gallery.module.css";
import { LoadMore } from "./LoadMore";
import { Picture } from "./Picture";
import { QueryView } from "./QueryView";

const atOnce = 12;

interface GalleryProps {
  readonly campaignId: string;
  /** Pictures made so far. */
  readonly done: number;
  /** Names of the versions, where several made them. */
  readonly names?: Readonly<Record<string, string>>;
}

/** The pictures of a campaign, prompt by prompt. */
export function Gallery({ campaignId, done, names = {} }: GalleryProps) {
  const { t } = useTranslation();
  const { listed } = useFormat();
  const query = useQuery(gallery(campaignId, done));
  const [shown, setShown] = useState(atOnce);
  return (
    <QueryView query={query}>
      {(prompts) => (
        <>
          <ol className={styles.prompts}>
            {prompts.slice(0, shown).map((each) => (
              <li key={each.promptId}>
                <p className={styles.prompt}>{each.prompt}</p>
                {each.unknownWords.length > 0 && (
                  <p className={styles.unknown}>{t("playground.unknownWords", { words: listed(each.unknownWords) })}</p>
                )}
                <ul className={styles.pictures}>
                  {each.images.map((image, place) => (
                    <li key={image.id}>
                      <Link to="/lineage/$imageId" params={{ imageId: image.id }}>
                        <Picture
                          url={image.url}
                          alt={t("playground.pictureOf", { number: place + 1, prompt: each.prompt })}
                        />
                      </Link>
                      {names[image.modelVersionId] !== undefined && (
                        <span className={styles.name}>{names[image.modelVersionId]}</span>
                      )}
                    </li>
                  ))}
                </ul>
              </li>
            ))}
          </ol>
          <LoadMore more={prompts.length > shown} onMore={() => setShown(shown + atOnce)} />
        </>
      )}
    </QueryView>
  );
}
