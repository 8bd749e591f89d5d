package lintas.interop;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

import org.w3c.dom.Node;

import com.helger.collection.commons.ICommonsList;
import com.helger.http.header.HttpHeaderMap;
import com.helger.phase4.attachment.WSS4JAttachment;
import com.helger.phase4.ebms3header.Ebms3SignalMessage;
import com.helger.phase4.ebms3header.Ebms3UserMessage;
import com.helger.phase4.error.AS4ErrorList;
import com.helger.phase4.incoming.IAS4IncomingMessageMetadata;
import com.helger.phase4.incoming.IAS4IncomingMessageState;
import com.helger.phase4.incoming.spi.AS4MessageProcessorResult;
import com.helger.phase4.incoming.spi.AS4SignalMessageProcessorResult;
import com.helger.phase4.incoming.spi.IAS4IncomingMessageProcessorSPI;
import com.helger.phase4.model.pmode.IPMode;

/**
 * Delivers each message into a folder of its id: its payloads as 1, 2, …, and one line of `message` a delivery. Without
 * a folder it reads the payloads to their end and keeps nothing: for what is measured.
 */
public final class Inbox implements IAS4IncomingMessageProcessorSPI {
  static Path folder;

  @Override
  public AS4MessageProcessorResult processAS4UserMessage(IAS4IncomingMessageMetadata metadata, HttpHeaderMap headers,
      Ebms3UserMessage message, IPMode mode, Node body, ICommonsList<WSS4JAttachment> payloads,
      IAS4IncomingMessageState state, AS4ErrorList errors) {
    try {
      if (folder == null) return read(payloads, state);
      final Path place = Files.createDirectories(folder.resolve(message.getMessageInfo().getMessageId()));
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
