package io.lokivector.transport.rest;

import io.lokivector.http.WebContext;
import io.lokivector.spi.transport.RequestHandler;
import io.lokivector.transport.rest.json.JsonReader;
import io.lokivector.transport.rest.json.JsonWriter;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletRegistration;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.Map;
import org.glassfish.jersey.CommonProperties;
import org.glassfish.jersey.inject.hk2.AbstractBinder;
import org.glassfish.jersey.server.ResourceConfig;
import org.glassfish.jersey.server.ServerProperties;
import org.glassfish.jersey.servlet.ServletContainer;

/** The API as a part of the HTTP port: one filter, and Jersey behind it. */
final class RestContext implements WebContext {
    private static final String ALL = "/*";

    /** Jersey does not look for what is not there, nor for readers of types that are not used. */
    private static final Map<String, Object> PROPERTIES =
            Map.of(
                    CommonProperties.FEATURE_AUTO_DISCOVERY_DISABLE,
                    true,
                    CommonProperties.METAINF_SERVICES_LOOKUP_DISABLE,
                    true,
                    CommonProperties.JSON_PROCESSING_FEATURE_DISABLE,
                    true,
                    CommonProperties.MOXY_JSON_FEATURE_DISABLE,
                    true,
                    CommonProperties.PROVIDER_DEFAULT_DISABLE,
                    "DATASOURCE,DOMSOURCE,RENDEREDIMAGE,SAXSOURCE,SOURCE,STREAMSOURCE",
                    ServerProperties.WADL_FEATURE_DISABLE,
                    true,
                    ServerProperties.BV_FEATURE_DISABLE,
                    true,
                    ServerProperties.RESPONSE_SET_STATUS_OVER_SEND_ERROR,
                    true);

    private final RestConfig config;
    private final RequestHandler requests;
    private final CallReader reader;
    private final CallGate gate;
    private final InstantSource clock;

    RestContext(
            RestConfig config,
            RequestHandler requests,
            CallReader reader,
            CallGate gate,
            InstantSource clock) {
        this.config = config;
        this.requests = requests;
        this.reader = reader;
        this.gate = gate;
        this.clock = clock;
    }

    @Override
    public String path() {
        return config.path();
    }

    @Override
    public ClassLoader classLoader() {
        return RestContext.class.getClassLoader();
    }

    @Override
    public void onStartup(ServletContext context) {
        final Dispatcher dispatcher = new Dispatcher(requests);
        final JsonReader jsonReader = new JsonReader(config.maxJsonDepth());
        final JsonWriter jsonWriter = new JsonWriter();
        context.addFilter("calls", new CallFilter(reader, gate, dispatcher, jsonWriter))
                .addMappingForUrlPatterns(EnumSet.of(DispatcherType.REQUEST), false, ALL);
        final ServletRegistration.Dynamic servlet =
                context.addServlet(
                        "rest",
                        new ServletContainer(application(dispatcher, jsonReader, jsonWriter)));
        servlet.addMapping(ALL);
        // Now, not at the first request, which would wait for it.
        servlet.setLoadOnStartup(1);
    }

    /**
     * Everything is registered by name: looking for classes and features takes time at each start.
     */
    private ResourceConfig application(
            Dispatcher dispatcher, JsonReader jsonReader, JsonWriter jsonWriter) {
        return new ResourceConfig(
                        ServerResource.class,
                        CollectionsResource.class,
                        CollectionResource.class,
                        IndexesResource.class,
                        CacheResource.class,
                        AdviceResource.class,
                        DocumentsResource.class,
                        WritesResource.class,
                        TransferResource.class,
                        SearchResource.class,
                        ViewsResource.class,
                        TransformsResource.class,
                        AggregationResource.class,
                        ChangesResource.class,
                        CollectionChangesResource.class,
                        KeysResource.class,
                        ExtensionsResource.class)
                .registerInstances(
                        new JsonProvider(jsonReader, jsonWriter, config.maxBodyBytes(), dispatcher),
                        new ErrorMapper(dispatcher),
                        new AbstractBinder() {
                            @Override
                            protected void configure() {
                                bind(config).to(RestConfig.class);
                                bind(clock).to(InstantSource.class);
                                bind(dispatcher).to(Dispatcher.class);
                                bind(jsonReader).to(JsonReader.class);
                                bind(jsonWriter).to(JsonWriter.class);
                                bind(new ChangeRoutes(dispatcher, gate, jsonWriter))
                                        .to(ChangeRoutes.class);
                            }
                        })
                .addProperties(PROPERTIES);
    }
}
