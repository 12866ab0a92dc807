import { useQuery } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { Lineage } from "../../api/types";
import { useFormat } from "../../ui/format";
import { Icon, type IconName } from "../../ui/Icon";
import { Page } from "../../ui/Page";
import { Picture } from "../../ui/Picture";
import { QueryView } from "../../ui/QueryView";
import styles from "./lineage.module.css";
import { lineage } from "./queries";

const route = getRouteApi("/lineage/$imageId");

export function LineagePage() {
  const { t } = useTranslation();
  const { imageId } = route.useParams();
  const query = useQuery(lineage(imageId));
  return (
    <QueryView query={query}>
      {(value) => (
        <Page title={t("lineage.of")} lead={value.image.prompt}>
          <Chain lineage={value} />
        </Page>
      )}
    </QueryView>
  );
}

/** From the picture down to the votes that shaped it. */
function Chain({ lineage: known }: { lineage: Lineage }) {
  const { t } = useTranslation();
  const { instant, number } = useFormat();
  const { image, modelVersion, adapter, run, snapshot, curation, campaign, votes } = known;
  return (
    <ol className={styles.chain}>
      <li className={`${styles.node} ${styles.first}`}>
        <Picture url={image.url} alt={image.prompt} size={220} />
        <div>
          <p className={styles.kind}>{t("lineage.image")}</p>
          <p className={styles.name}>{image.prompt}</p>
          <p className="dim">
            {t("playground.seed")} <span className="mono">{image.seed}</span>
            {image.createdAt !== undefined && ` · ${instant(image.createdAt)}`}
          </p>
          {image.sha256 !== undefined && <p className="mono dim">{image.sha256.slice(0, 16)}…</p>}
        </div>
      </li>
      <Node icon="cube" kind={t("lineage.modelVersion")} name={<Link to="/models">{modelVersion.name}</Link>} />
      {adapter === undefined ? (
        <Node icon="info" kind={t("lineage.adapter")} name={t("lineage.noAdapter")} note={t("lineage.noAdapterNote")} />
      ) : (
        <Node
          icon="curve"
          kind={t("lineage.adapter")}
          name={<span className="mono">{adapter.sha256.slice(0, 16)}…</span>}
        />
      )}
      {run !== undefined && (
        <Node
          icon="curve"
          kind={t("lineage.run")}
          name={
            <Link to="/runs/$runId" params={{ runId: run.id }}>
              {run.name}
            </Link>
          }
        />
      )}
      {snapshot !== undefined && (
        <Node
          icon="archive"
          kind={t("lineage.snapshot")}
          name={
            <Link to="/snapshots/$snapshotId" params={{ snapshotId: snapshot.id }}>
              {snapshot.name}
            </Link>
          }
          note={<span className="mono">{snapshot.digest.slice(0, 16)}…</span>}
        />
      )}
      {curation !== undefined && (
        <Node
          icon="sieve"
          kind={t("lineage.curation")}
          name={
            <Link to="/curation/$curationId" params={{ curationId: curation.id }}>
              {t("lineage.seeCuration")}
            </Link>
          }
        />
      )}
      {campaign !== undefined && (
        <Node
          icon="flag"
          kind={t("lineage.campaign")}
          name={
            <Link to="/campaigns/$campaignId" params={{ campaignId: campaign.id }}>
              {campaign.name}
            </Link>
          }
        />
      )}
      {votes !== undefined && (
        <Node
          icon="people"
          kind={t("lineage.votes")}
          name={t("lineage.voteCount", { count: votes.count, number: number(votes.count) })}
          note={t("lineage.voteNote", { experts: votes.experts, crowd: votes.crowd, excluded: votes.excluded })}
        />
      )}
    </ol>
  );
}

interface NodeProps {
  readonly icon: IconName;
  readonly kind: string;
  readonly name: ReactNode;
  readonly note?: ReactNode;
}

function Node({ icon, kind, name, note }: NodeProps) {
  return (
    <li className={styles.node}>
      <span className={styles.mark}>
        <Icon name={icon} />
      </span>
      <div>
        <p className={styles.kind}>{kind}</p>
        <p className={styles.name}>{name}</p>
        {note !== undefined && <p className="dim">{note}</p>}
      </div>
    </li>
  );
}
