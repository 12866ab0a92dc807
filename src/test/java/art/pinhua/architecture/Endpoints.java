package art.pinhua.architecture;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.domain.JavaParameterizedType;
import com.tngtech.archunit.core.domain.JavaType;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import io.smallrye.mutiny.Multi;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Response;
import java.lang.annotation.Annotation;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jboss.resteasy.reactive.RestResponse;

/// What the rules need to know of JAX-RS methods.
final class Endpoints {
    private static final List<Class<? extends Annotation>> VERBS =
            List.of(GET.class, POST.class, PUT.class, PATCH.class, DELETE.class);
    /// `Response` carries files, pages and statuses; `void` says 204.
    private static final Set<String> PLAIN = Set.of("void", Response.class.getName());
    private static final Set<String> FILES = Set.of(byte[].class.getName(), String.class.getName());
    private static final Set<String> CARRIERS =
            Set.of(List.class.getName(), Multi.class.getName(), RestResponse.class.getName());

    static final DescribedPredicate<JavaMethod> ARE_ENDPOINTS = DescribedPredicate.describe(
            "are endpoints", method -> VERBS.stream().anyMatch(method::isAnnotatedWith));

    static final ArchCondition<JavaMethod> ANSWER_WITH_RECORDS = condition(
            "answer with records", method -> isRecordOrCarriesOne(method.getReturnType()) || isAFileAsItIs(method));

    private Endpoints() {}

    @SafeVarargs
    static ArchCondition<JavaMethod> beAnnotatedHereOrOnTheClass(Class<? extends Annotation>... annotations) {
        return condition(
                "declare who may call them",
                method -> Stream.of(annotations)
                        .anyMatch(annotation -> method.isAnnotatedWith(annotation)
                                || method.getOwner().isAnnotatedWith(annotation)));
    }

    static DescribedPredicate<JavaMethodCall> callTo(Class<?> owner, String name) {
        return DescribedPredicate.describe(
                "call " + owner.getSimpleName() + "." + name,
                call -> call.getTargetOwner().isEquivalentTo(owner)
                        && call.getName().equals(name));
    }

    private static boolean isRecordOrCarriesOne(JavaType type) {
        var raw = type.toErasure();
        if (CARRIERS.contains(raw.getName())) {
            return type instanceof JavaParameterizedType carrier
                    && carrier.getActualTypeArguments().stream().allMatch(Endpoints::isRecordOrCarriesOne);
        }
        return raw.isRecord() || PLAIN.contains(raw.getName());
    }

    /// Bytes or text of a stored file, of a kind that the method names.
    private static boolean isAFileAsItIs(JavaMethod method) {
        return FILES.contains(method.getRawReturnType().getName()) && method.isAnnotatedWith(Produces.class);
    }

    private static ArchCondition<JavaMethod> condition(String text, java.util.function.Predicate<JavaMethod> holds) {
        return new ArchCondition<>(text) {
            @Override
            public void check(JavaMethod method, ConditionEvents events) {
                events.add(new SimpleConditionEvent(
                        method, holds.test(method), method.getFullName() + " in " + method.getSourceCodeLocation()));
            }
        };
    }
}
