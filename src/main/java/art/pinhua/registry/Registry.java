package art.pinhua.registry;

import art.pinhua.platform.audit.AuditLog;
import art.pinhua.platform.problem.ProblemException;
import art.pinhua.training.io.PeftAdapter;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What other slices may know and do about models.
@ApplicationScoped
public class Registry {
    private final ModelVersions versions;
    private final LearnedWords words;
    private final UsualSamplings samplings;
    private final Aliases aliases;
    private final AuditLog audit;

    Registry(ModelVersions versions, LearnedWords words, UsualSamplings samplings, Aliases aliases, AuditLog audit) {
        this.versions = versions;
        this.words = words;
        this.samplings = samplings;
        this.aliases = aliases;
        this.audit = audit;
    }

    public List<ModelVersion> versions() {
        return versions.all();
    }

    public ModelVersion version(UUID id) {
        return versions.byId(id).orElseThrow(() -> ProblemException.notFound("model version", id));
    }

    public List<ModelVersion.BaseModel> baseModels() {
        return versions.baseModels();
    }

    /// The version served now; refuses while there is none.
    public Serving serving() {
        return aliases.position(Aliases.CURRENT)
                .map(at -> new Serving(version(at.modelVersionId()), at.revision(), at.since()))
                .orElseThrow(
                        () -> new ProblemException(RegistryProblem.NOTHING_SERVED, "Import a pipeline folder first."));
    }

    /// The id of the version served now, if there is one.
    public Optional<UUID> servedId() {
        return aliases.position(Aliases.CURRENT).map(Aliases.Position::modelVersionId);
    }

    /// Makes an adapter and its model version known; the same adapter again gives the same version.
    @Transactional
    public ModelVersion register(NewAdapter adapter, double strength) {
        return versions.addVersion(adapter.name(), adapter.baseModelId(), versions.addAdapter(adapter), strength);
    }

    /// Where a model came from.
    /// @param pipelineClass of base models, as `model_index.json` names it
    /// @param importedBy    absent for what the product brings along
    record Provenance(
            String pipelineClass,
            String licence,
            String origin,
            @Nullable String importedBy) {}

    /// Makes an adapter from outside known, with a model version that has it at full strength. Of one
    /// that is known nothing new is said.
    @Transactional
    Registered importAdapter(NewAdapter adapter, ModelInspector.Adapter found, Provenance provenance) {
        boolean isNew = versions.addAdapter(adapter, found, provenance);
        var version = register(adapter, 1);
        if (isNew) {
            record(
                    provenance,
                    "adapter.imported",
                    version.id(),
                    Map.of(
                            "name", adapter.name(),
                            "sha256", adapter.sha256(),
                            "madeOf", found.metadata().getOrDefault(PeftAdapter.MADE_OF, ""),
                            "licence", provenance.licence()));
        }
        return new Registered(version, !isNew, false);
    }

    public Optional<ModelVersion.BaseModel> baseModel(UUID id) {
        return versions.baseModel(id);
    }

    /// All adapters, newest first.
    public List<AdapterCard> adapters() {
        return versions.adapters();
    }

    /// Makes a word from outside known to its base model; the same file again is the same word, and nothing new is said
    /// of it.
    /// @throws ModelRefused when another file has the word already
    @Transactional
    LearnedWord importWord(NewWord word, Provenance provenance) {
        boolean isNew = words.add(word, provenance);
        var known = words.last(word);
        if (!known.sha256().equals(word.sha256())) {
            throw new ModelRefused("WORD_TAKEN: The word '" + known.word() + "' of " + known.baseModelName()
                    + " was learned from another file. Withdraw it first, or import this one under another word.");
        }
        if (isNew) {
            record(
                    provenance,
                    "learned-word.imported",
                    known.id(),
                    Map.of("name", known.word(), "sha256", known.sha256(), "licence", provenance.licence()));
        }
        return known;
    }

    /// Takes a word out of force for whatever is asked from now on; what was asked for before keeps it. Withdrawing
    /// twice is withdrawing once.
    @Transactional
    void withdrawWord(UUID id, String person) {
        var word = words.byIds(List.of(id)).stream()
                .findFirst()
                .orElseThrow(() -> ProblemException.notFound("learned word", id));
        if (words.withdraw(id, person)) {
            audit.record("learned-word.withdrawn", id, Map.of("name", word.word(), "sha256", word.sha256()));
        }
    }

    /// All learned words, newest first; those that were withdrawn, too.
    public List<LearnedWord> learnedWords() {
        return words.all();
    }

    /// What prompts for a base model can call for now: words with their ids.
    public Map<String, UUID> wordsInForce(UUID baseModelId) {
        return words.inForce(baseModelId);
    }

    /// In the order of their ids.
    public List<LearnedWord> learnedWords(List<UUID> wordIds) {
        if (wordIds.isEmpty()) {
            return List.of();
        }
        var known = words.byIds(wordIds).stream().collect(Collectors.toMap(LearnedWord::id, Function.identity()));
        return wordIds.stream().map(id -> Objects.requireNonNull(known.get(id))).toList();
    }

    /// A base model by its bare model version, or an adapter by that which has it at full strength.
    /// @param known whether it was known before
    /// @param moved whether a base model is read from another place from now on
    record Registered(ModelVersion version, boolean known, boolean moved) {}

    /// Makes a base model and its bare model version known; the first one ever is served at once. Of one
    /// that is known nothing new is said.
    @Transactional
    Registered registerBaseModel(
            String name, String folder, PipelineReading reading, UsualSampling guess, Provenance provenance) {
        boolean isNew = versions.addBaseModel(name, folder, reading, provenance);
        var baseModel = versions.baseModel(reading.digest().value()).orElseThrow();
        samplings.guess(baseModel.id(), guess);
        var version = bare(baseModel);
        aliases.place(Aliases.CURRENT, version.id());
        if (isNew) {
            record(
                    provenance,
                    "base-model.imported",
                    version.id(),
                    Map.of("name", name, "folder", folder, "digest", baseModel.digest()));
        }
        return new Registered(version, !isNew, false);
    }

    /// Of a base model that is known and still where it was.
    @Transactional
    Registered knownBaseModel(ModelVersion.BaseModel known, UsualSampling guess) {
        samplings.guess(known.id(), guess);
        return new Registered(bare(known), true, false);
    }

    /// Has adapters of all base models with the same digest be laid over this one too, and its own over them.
    @Transactional
    void noteLayers(UUID baseModelId, String digest) {
        versions.addLayers(baseModelId, digest);
    }

    /// Has requests be refused that would leave out more layers of its text encoders; what was noted before holds.
    @Transactional
    void noteTextLayers(UUID baseModelId, int mostClipSkip) {
        versions.addTextLayers(baseModelId, mostClipSkip);
    }

    private ModelVersion bare(ModelVersion.BaseModel known) {
        return versions.addVersion(known.name(), known.id(), null, 1);
    }

    /// Has a known base model be read from where its files were found again. Of two moves from one place,
    /// one is made.
    @Transactional
    Registered moveBaseModel(ModelVersion.BaseModel known, String folder, UsualSampling guess, Provenance provenance) {
        samplings.guess(known.id(), guess);
        boolean moved = versions.moveBaseModel(known.id(), known.folder(), folder);
        var version = bare(known);
        if (moved) {
            record(
                    provenance,
                    "base-model.moved",
                    version.id(),
                    Map.of("name", known.name(), "from", known.folder(), "folder", folder));
        }
        return new Registered(version, true, moved);
    }

    /// Base models that came with the product and are read from where it ships them, as those of earlier
    /// versions are.
    List<ModelVersion.BaseModel> shippedInPlace() {
        return versions.shippedInPlace();
    }

    /// Serves a base model in the place of one whose files are gone, if that is served without an adapter: the next
    /// best to what the product came with is what it comes with now. An adapter was chosen, and waits for its base.
    /// @return whether it was so
    @Transactional
    boolean serveInstead(ModelVersion.BaseModel lost, ModelVersion.BaseModel present) {
        var at = aliases.position(Aliases.CURRENT)
                .filter(each -> each.modelVersionId().equals(bare(lost).id()));
        if (at.isEmpty()) {
            return false;
        }
        var instead = bare(present);
        boolean moved = aliases.move(Aliases.CURRENT, instead.id(), at.get().revision());
        if (moved) {
            audit.record(
                    "model.served-instead",
                    instead.id(),
                    Map.of("name", instead.name(), "from", at.get().modelVersionId()));
        }
        return moved;
    }

    /// Has requests that say nothing else drawn like this from now on; those of before keep what they
    /// had. The same again changes nothing. Where nothing was kept, what is in force anyway is kept
    /// too: else the guess of the next import would replace it.
    @Transactional
    ModelVersion.BaseModel setUsualSampling(UUID baseModelId, UsualSampling usual) {
        samplings.lock();
        var model = baseModel(baseModelId).orElseThrow(() -> ProblemException.notFound("base model", baseModelId));
        model.requireClipSkip(usual.clipSkip());
        if (usual.equals(model.usualSampling()) && samplings.keeps(baseModelId)) {
            return model;
        }
        samplings.set(baseModelId, usual);
        audit.record(
                "base-model.sampling-set",
                baseModelId,
                Map.of(
                        "name", model.name(),
                        "steps", usual.steps(),
                        "guidance", usual.guidance(),
                        "guidanceRescale", usual.guidanceRescale(),
                        "sampler", usual.sampler(),
                        "clipSkip", usual.clipSkip(),
                        "negativePromptLength", usual.negativePrompt().length()));
        return baseModel(baseModelId).orElseThrow();
    }

    /// A job speaks for who asked for the import.
    private void record(Provenance provenance, String action, UUID subject, Map<String, String> details) {
        if (provenance.importedBy() == null) {
            audit.record(action, subject, details);
        } else {
            audit.record(provenance.importedBy(), action, subject, details);
        }
    }

    /// Serves another version from now on, in the caller's transaction.
    /// Refuses when the alias is no longer at the revision the caller decided on.
    @Transactional
    public long promote(UUID modelVersionId, long expectedRevision) {
        version(modelVersionId);
        if (!aliases.move(Aliases.CURRENT, modelVersionId, expectedRevision)) {
            throw new ProblemException(
                    RegistryProblem.ALIAS_MOVED,
                    "The alias is no longer at revision " + expectedRevision + "; look again and decide again.");
        }
        return expectedRevision + 1;
    }
}
