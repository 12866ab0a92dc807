import { useQuery } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import type { Lineage, LineageNode, LineageType } from "../../api/types";
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

const icons: Record<LineageType, IconName> = {
  image: "brush",
  "model-version": "cube",
  adapter: "curve",
  run: "curve",
  snapshot: "archive",
  curation: "sieve",
  campaign: "flag",
  votes: "people",
  "base-model": "cube",
};

/** From the picture down to the votes that shaped it, and on to the model before. */
function Chain({ lineage: known }: { lineage: Lineage }) {
  const { t } = useTranslation();
  const behind = known.nodes.filter((node) => node.type !== "image");
  const votes = behind.find((node) => node.type === "votes");
  return (
    <ol className={styles.chain}>
      <First lineage={known} />
      {behind.map((node) => (
        <li key={node.id} className={styles.node}>
          <span className={styles.mark}>
            <Icon name={icons[node.type as LineageType]} />
          </span>
          <div>
            <p className={styles.kind}>{t(`lineage.kind.${node.type as LineageType}`)}</p>
            <p className={styles.name}>
              <NodeName node={node} />
            </p>
            {node === votes && known.votes !== undefined && <p className="dim">{t("lineage.voteNote", known.votes)}</p>}
          </div>
        </li>
      ))}
      {votes === undefined && <li className={styles.node}>{t("lineage.noVotes")}</li>}
    </ol>
  );
}

function First({ lineage: { image } }: { lineage: Lineage }) {
  const { t } = useTranslation();
  const { instant } = useFormat();
  return (
    <li className={`${styles.node} ${styles.first}`}>
      <Picture url={image.url} alt={image.prompt} size={220} />
      <div>
        <p className={styles.kind}>{t("lineage.kind.image")}</p>
        <p className={styles.name}>{image.prompt}</p>
        <p className="dim">
          {t("playground.seed")} <span className="mono">{image.seed}</span> · {instant(image.createdAt)}
        </p>
        <p className="mono dim">{image.sha256.slice(0, 16)}…</p>
      </div>
    </li>
  );
}

function NodeName({ node }: { node: LineageNode }) {
  const { t } = useTranslation();
  const id = node.id.slice(node.id.indexOf(":") + 1);
  const label = node.label === "" ? id.slice(0, 8) : node.label;
  switch (node.type) {
    case "model-version":
    case "base-model":
      return <Link to="/models">{label}</Link>;
    case "run":
      return (
        <Link to="/runs/$runId" params={{ runId: id }}>
          {label}
        </Link>
      );
    case "snapshot":
      return (
        <Link to="/snapshots/$snapshotId" params={{ snapshotId: id }}>
          {label}
        </Link>
      );
    case "curation":
      return (
        <Link to="/curation/$curationId" params={{ curationId: id }}>
          {label}
        </Link>
      );
    case "campaign":
      return (
        <Link to="/campaigns/$campaignId" params={{ campaignId: id }}>
          {label}
        </Link>
      );
    case "votes":
      return <>{t("lineage.keptOf", { votes: label })}</>;
    default:
      return <>{label}</>;
  }
}
