package lintas.interop;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;

import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.io.HttpClientResponseHandler;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;

import com.helger.http.header.HttpHeaderMap;
import com.helger.httpclient.HttpClientFactory;
import com.helger.httpclient.HttpClientSettings;
import com.helger.mime.CMimeType;
import com.helger.mime.IMimeType;
import com.helger.phase4.CAS4;
import com.helger.phase4.attachment.AS4OutgoingAttachment;
import com.helger.phase4.crypto.ECryptoAlgorithmCrypt;
import com.helger.phase4.crypto.ECryptoAlgorithmSign;
import com.helger.phase4.crypto.ECryptoKeyIdentifierType;
import com.helger.phase4.crypto.IAS4CryptoFactory;
import com.helger.phase4.ebms3header.Ebms3Error;
import com.helger.phase4.messaging.http.BasicHttpPoster;
import com.helger.phase4.messaging.http.HttpRetrySettings;
import com.helger.phase4.model.MessageProperty;
import com.helger.phase4.sender.AbstractAS4UserMessageBuilderMIMEPayload;
import com.helger.phase4.sender.EAS4UserMessageSendResult;
import com.helger.phase4.sender.IAS4SignalMessageValidationResultHandler;

/** Sends one message and says what its answer was: "receipt", "error CODE…", "unsigned CODE…" or "doubtful …". */
final class Outbox {
  static final String PARTY = System.getProperty("lintas.party", "party-b");

  private static final String PARTY_TYPE = "urn:oasis:names:tc:ebcore:partyid-type:unregistered";
  private static final String TEST_SERVICE = "http://docs.oasis-open.org/ebxml-msg/ebms/v3.0/ns/core/200704/service";
  private static final String TEST_ACTION = "http://docs.oasis-open.org/ebxml-msg/ebms/v3.0/ns/core/200704/test";

  private static final class Builder extends AbstractAS4UserMessageBuilderMIMEPayload<Builder> {}

  private final String profile;
  private final boolean isEdwards;
  private final IAS4CryptoFactory signing;
  private final IAS4CryptoFactory opening;
  private final X509Certificate partner;
  private final HttpClientSettings client = new HttpClientSettings();

  Outbox(Keys keys, String profile) throws Exception {
    this.profile = profile;
    isEdwards = profile.equals("2.0");
    signing = keys.factory(isEdwards ? "b-ed" : "b-rsa");
    opening = isEdwards ? keys.factory("b-x") : signing;
    partner = keys.certificate(isEdwards ? "a-x" : "a-rsa");
    if (Keys.LINE != null) client.setSSLContext(keys.line());
  }

  IAS4CryptoFactory signing() {
    return signing;
  }

  IAS4CryptoFactory opening() {
    return opening;
  }

  /** `parts` are TYPE:PATH. */
  String send(Map<String, String> options, List<String> parts) throws Exception {
    final Builder message = message(options);
    boolean isFirst = true;
    for (final String part : parts) {
      final AS4OutgoingAttachment payload = payload(part, !options.containsKey("plain"));
      if (isFirst) message.payload(payload);
      else message.addAttachment(payload);
      isFirst = false;
    }
    if (options.containsKey("record")) message.customHttpPoster(new Recorder(Path.of(options.get("record")), client));

    final AtomicBoolean isSigned = new AtomicBoolean();
    final AtomicBoolean fits = new AtomicBoolean();
    final AtomicReference<String> codes = new AtomicReference<>("");
    message.signalMsgConsumer((signal, metadata, state) -> {
      isSigned.set(state.isSoapSignatureChecked());
      codes.set(signal.getError().stream().map(Ebms3Error::getErrorCode).collect(Collectors.joining(" ")));
    });
    message.signalMsgValidationResultHdl(new IAS4SignalMessageValidationResultHandler() {
      @Override
      public void onSuccess() {
        fits.set(true);
      }

      @Override
      public void onError(String why) {
        System.err.println("a receipt that does not fit: " + why);
      }

      @Override
      public void onNotApplicable() {}
    });
    final EAS4UserMessageSendResult result = message.sendMessageAndCheckForReceipt();
    if (!codes.get().isEmpty()) return (isSigned.get() ? "error " : "unsigned ") + codes.get();
    if (result.isSuccess() && isSigned.get() && fits.get()) return "receipt";
    return "doubtful " + result + ", signed: " + isSigned + ", digests fit: " + fits;
  }

  private Builder message(Map<String, String> options) {
    final Builder message = new Builder();
    message.as4ProfileID(Agreements.idOf(profile)).httpClientFactory(client);
    message.httpRetrySettings(new HttpRetrySettings().setMaxRetries(0));
    message.cryptoFactorySign(signing).cryptoFactoryCrypt(opening).receiverCertificate(partner);
    message.endpointURL(options.get("url"));
    if (isEdwards) {
      message.signingParams().setAlgorithmSign(ECryptoAlgorithmSign.EDDSA_ED25519);
      message.cryptParams().setAlgorithmCrypt(ECryptoAlgorithmCrypt.AES_128_GCM).setEDelivery2KeyAgreementX25519();
    }
    final ECryptoKeyIdentifierType naming = switch (options.getOrDefault("naming", "token")) {
      case "issuer-serial" -> ECryptoKeyIdentifierType.ISSUER_SERIAL;
      case "key-identifier" -> ECryptoKeyIdentifierType.SKI_KEY_IDENTIFIER;
      default -> ECryptoKeyIdentifierType.BST_DIRECT_REFERENCE;
    };
    message.signingParams().setKeyIdentifierType(naming);
    message.cryptParams().setKeyIdentifierType(naming);

    message.agreementRef(options.getOrDefault("agreement", Agreements.MADE));
    if (options.containsKey("test")) message.service(TEST_SERVICE).action(TEST_ACTION);
    else if (options.containsKey("service")) message.service(options.get("service")).action(options.get("action"));
    else message.service("urn:test:service", "customs").action("declare");
    final String type = options.getOrDefault("party-type", PARTY_TYPE);
    message.fromPartyIDType(type).fromPartyID(options.getOrDefault("from", PARTY))
        .fromRole(options.getOrDefault("from-role", CAS4.DEFAULT_INITIATOR_URL));
    message.toPartyIDType(type).toPartyID(options.getOrDefault("to", "party-a"))
        .toRole(options.getOrDefault("to-role", CAS4.DEFAULT_RESPONDER_URL));
    message.messageID(options.get("id")).conversationID(options.get("conversation"));
    if (options.containsKey("ref")) message.refToMessageID(options.get("ref"));
    for (final String corner : new String[] {CAS4.ORIGINAL_SENDER, CAS4.FINAL_RECIPIENT})
      if (!corner.equals(options.get("without")))
        message.addMessageProperty(MessageProperty.builder().name(corner).value(options.getOrDefault(corner, "somebody")));
    if (options.containsKey("tracking"))
      message.addMessageProperty(MessageProperty.builder().name("trackingIdentifier").value(options.get("tracking")));
    return message;
  }

  private static AS4OutgoingAttachment payload(String part, boolean packs) {
    final int colon = part.indexOf(':');
    final IMimeType type = switch (part.substring(0, colon)) {
      case "application/xml" -> CMimeType.APPLICATION_XML;
      case "text/plain" -> CMimeType.TEXT_PLAIN;
      default -> CMimeType.APPLICATION_OCTET_STREAM;
    };
    final AS4OutgoingAttachment.Builder payload =
        AS4OutgoingAttachment.builder().data(new File(part.substring(colon + 1))).mimeType(type).reandomContentID();
    if (packs) payload.compressionGZIP();
    return payload.build();
  }

  /** Keeps what it posts: NAME.request.content-type and NAME.request.body. */
  private static final class Recorder extends BasicHttpPoster {
    private final Path name;

    Recorder(Path name, HttpClientSettings client) {
      this.name = name;
      setHttpClientFactory(new HttpClientFactory(client));
    }

    @Override
    public <T> T sendGenericMessage(String url, HttpHeaderMap headers, HttpEntity entity,
        HttpClientResponseHandler<? extends T> handler) throws IOException {
      final ByteArrayOutputStream body = new ByteArrayOutputStream();
      entity.writeTo(body);
      final AtomicReference<String> type = new AtomicReference<>(entity.getContentType());
      if (headers != null) {  // a message without payloads is no MIME, and has none
        headers.forEachSingleHeader((field, value) -> {
          if (field.equalsIgnoreCase("Content-Type")) type.set(value);
        }, true, false);
      }
      Files.write(Path.of(name + ".request.body"), body.toByteArray());
      Files.writeString(Path.of(name + ".request.content-type"), type.get(), StandardCharsets.US_ASCII);
      return super.sendGenericMessage(url, headers,
          new ByteArrayEntity(body.toByteArray(), ContentType.parse(type.get())), handler);
    }
  }
}
