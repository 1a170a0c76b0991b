package io.github.rotatingdatasource.spring;

import io.github.rotatingdatasource.source.CredentialSource;
import java.util.List;
import org.springframework.boot.autoconfigure.condition.AnyNestedCondition;
import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.ConfigurationPropertyState;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.Conditional;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotatedTypeMetadata;

/**
 * Whether the application wants its logins rotated: it has a source, or has set anything of ours that makes sense with one only.
 * In the latter case the start fails and says what is missing: plain Spring Boot in silence is not what was meant.
 */
final class OnSourceCondition extends AnyNestedCondition {
    OnSourceCondition() {
        super(ConfigurationPhase.REGISTER_BEAN);
    }

    @Conditional(OnKeys.class)
    static final class HasKeys {}

    @ConditionalOnBean(CredentialSource.class)
    static final class HasBean {}

    /** Whether a key is set, in whatever form the source of the property likes. */
    static final class OnKeys extends SpringBootCondition {
        private static final List<ConfigurationPropertyName> GROUPS = List.of(
                ConfigurationPropertyName.of("rotating-datasource.source"),
                ConfigurationPropertyName.of("rotating-datasource.policy"));

        @Override
        public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
            ConditionMessage.Builder message = ConditionMessage.forCondition("rotating data source");
            for (ConfigurationPropertyName group : GROUPS) {
                if (isSet(context.getEnvironment(), group)) {
                    return ConditionOutcome.match(message.foundExactly("keys below '" + group + "'"));
                }
            }
            return ConditionOutcome.noMatch(
                    message.didNotFind("key below", "keys below").items(GROUPS));
        }

        private static boolean isSet(Environment environment, ConfigurationPropertyName group) {
            for (var source : ConfigurationPropertySources.get(environment)) {
                if (source.containsDescendantOf(group) == ConfigurationPropertyState.PRESENT) {
                    return true;
                }
            }
            return false;
        }
    }
}
