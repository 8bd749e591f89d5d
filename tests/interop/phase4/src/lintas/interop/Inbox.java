package lintas.interop;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

import org.w3c.dom.Node;

import com.helger.collection.commons.ICommonsList;
import com.helger.http.header.HttpHeaderMap;
import com.helger.phase4.CAS4;
import com.helger.phase4.attachment.WSS4JAttachment;
import com.helger.phase4.ebms3header.Ebms3AgreementRef;
import com.helger.phase4.ebms3header.Ebms3Property;
import com.helger.phase4.ebms3header.Ebms3SignalMessage;
import com.helger.phase4.ebms3header.Ebms3UserMessage;
import com.helger.phase4.error.AS4Error;
import com.helger.phase4.error.AS4ErrorList;
import com.helger.phase4.incoming.IAS4IncomingMessageMetadata;
import com.helger.phase4.incoming.IAS4IncomingMessageState;
import com.helger.phase4.incoming.spi.AS4MessageProcessorResult;
import com.helger.phase4.incoming.spi.AS4SignalMessageProcessorResult;
import com.helger.phase4.incoming.spi.IAS4IncomingMessageProcessorSPI;
import com.helger.phase4.model.error.EEbmsError;
import com.helger.phase4.model.error.Ebms3ErrorBuilder;
import com.helger.phase4.model.pmode.IPMode;

/**
 * Takes what the agreement is about: phase4-lib alone takes messages for any party, under any agreement and from nobody
 * in particular, and leaves such questions to whoever builds on it. Delivers each message into a folder of its id: its payloads as 1, 2, …, and one line of `message` a delivery. Without
 * a folder it reads the payloads to their end and keeps nothing: for what is measured.
 */
public final class Inbox implements IAS4IncomingMessageProcessorSPI {
  static Path folder;

  @Override
  public AS4MessageProcessorResult processAS4UserMessage(IAS4IncomingMessageMetadata metadata, HttpHeaderMap headers,
      Ebms3UserMessage message, IPMode mode, Node body, ICommonsList<WSS4JAttachment> payloads,
      IAS4IncomingMessageState state, AS4ErrorList errors) {
    final String id = message.getMessageInfo().getMessageId();
    final EEbmsError wrong = wrong(message);
    if (wrong != null) {
      errors.add(AS4Error.builder().ebmsError(new Ebms3ErrorBuilder(wrong, Locale.ROOT).refToMessageInError(id)).build());
      return AS4MessageProcessorResult.createFailure();
    }
    try {
      if (folder == null) return read(payloads, state);
      final Path place = Files.createDirectories(folder.resolve(id));
      int number = 0;
      if (payloads != null) {
        for (final WSS4JAttachment payload : payloads) {
          try (InputStream in = payload.getSourceStream()) {
            Files.copy(in, place.resolve(Integer.toString(++number)));
          }
        }
      }
      final boolean isSecure = state.isSoapSignatureChecked() && (number == 0 || state.isSoapDecrypted());
      final String line = String.join("\t", "signed=" + isSecure,
          "ref=" + orNone(message.getMessageInfo().getRefToMessageId()),
          "conversation=" + message.getCollaborationInfo().getConversationId(),
          "action=" + message.getCollaborationInfo().getAction());
      Files.writeString(place.resolve("message"), line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
      return AS4MessageProcessorResult.createSuccess();
    } catch (final IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /** Null where it is as agreed. */
  private static EEbmsError wrong(Ebms3UserMessage message) {
    final Set<String> corners = message.getMessageProperties() == null ? Set.of()
        : message.getMessageProperties().getProperty().stream().map(Ebms3Property::getName).collect(Collectors.toSet());
    if (!corners.containsAll(Set.of(CAS4.ORIGINAL_SENDER, CAS4.FINAL_RECIPIENT)))
      return EEbmsError.EBMS_PROCESSING_MODE_MISMATCH;
    final Ebms3AgreementRef agreement = message.getCollaborationInfo().getAgreementRef();
    final boolean isAgreed = agreement == null || Agreements.MADE.equals(agreement.getValue());
    final boolean isForUs = Outbox.PARTY.equals(message.getPartyInfo().getTo().getPartyIdAtIndex(0).getValue());
    return isAgreed && isForUs ? null : EEbmsError.EBMS_VALUE_INCONSISTENT;
  }

  private static AS4MessageProcessorResult read(ICommonsList<WSS4JAttachment> payloads, IAS4IncomingMessageState state)
      throws IOException {
    if (!state.isSoapSignatureChecked() || !state.isSoapDecrypted())
      throw new IOException("a message that is measured is signed and sealed");
    for (final WSS4JAttachment payload : payloads) {
      try (InputStream in = payload.getSourceStream()) {
        in.transferTo(OutputStream.nullOutputStream());
      }
    }
    return AS4MessageProcessorResult.createSuccess();
  }

  private static String orNone(String text) {
    return text == null ? "" : text;
  }

  @Override
  public AS4SignalMessageProcessorResult processAS4SignalMessage(IAS4IncomingMessageMetadata metadata,
      HttpHeaderMap headers, Ebms3SignalMessage signal, IPMode mode, IAS4IncomingMessageState state,
      AS4ErrorList errors) {
    return AS4SignalMessageProcessorResult.createSuccess();
  }

  @Override
  public void processAS4ResponseMessage(IAS4IncomingMessageMetadata metadata, IAS4IncomingMessageState state,
      String id, byte[] response, boolean isThere, AS4ErrorList errors) {}
}
