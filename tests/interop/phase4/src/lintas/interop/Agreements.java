package lintas.interop;

import com.helger.base.state.ETriState;
import com.helger.phase4.CAS4;
import com.helger.phase4.crypto.ECryptoAlgorithmCrypt;
import com.helger.phase4.crypto.ECryptoAlgorithmSign;
import com.helger.phase4.crypto.ECryptoAlgorithmSignDigest;
import com.helger.phase4.mgr.MetaAS4Manager;
import com.helger.phase4.model.EMEP;
import com.helger.phase4.model.EMEPBinding;
import com.helger.phase4.model.pmode.IPModeIDProvider;
import com.helger.phase4.model.pmode.PMode;
import com.helger.phase4.model.pmode.PModeParty;
import com.helger.phase4.model.pmode.PModeReceptionAwareness;
import com.helger.phase4.model.pmode.leg.EPModeSendReceiptReplyPattern;
import com.helger.phase4.model.pmode.leg.PModeLeg;
import com.helger.phase4.model.pmode.leg.PModeLegBusinessInformation;
import com.helger.phase4.model.pmode.leg.PModeLegErrorHandling;
import com.helger.phase4.model.pmode.leg.PModeLegProtocol;
import com.helger.phase4.model.pmode.leg.PModeLegSecurity;
import com.helger.phase4.profile.AS4Profile;
import com.helger.phase4.profile.IAS4ProfileRegistrar;
import com.helger.phase4.profile.IAS4ProfileRegistrarSPI;
import com.helger.phase4.wss.EWSSVersion;

/** The P-Modes of eDelivery AS4 1.x and 2.0 with what phase4-lib has: its own modules of profiles are not needed. */
public final class Agreements implements IAS4ProfileRegistrarSPI {
  static final String NAME = "urn:as4:agreement";
  /** That this access point takes messages under. */
  static final String MADE = System.getProperty("lintas.agreement", NAME);

  static String idOf(String profile) {
    return "lintas-" + profile;
  }

  @Override
  public void registerAS4Profile(IAS4ProfileRegistrar registrar) {
    register(registrar, "1.x", ECryptoAlgorithmSign.RSA_SHA_256);
    register(registrar, "2.0", ECryptoAlgorithmSign.EDDSA_ED25519);
  }

  private static void register(IAS4ProfileRegistrar registrar, String profile, ECryptoAlgorithmSign sign) {
    registrar.registerProfile(new AS4Profile(idOf(profile), "eDelivery AS4 " + profile, () -> null,
        (initiator, responder, address) -> pmode(initiator, responder, address, sign), IPModeIDProvider.DEFAULT_DYNAMIC,
        false, false));
  }

  private static PMode pmode(String initiator, String responder, String address, ECryptoAlgorithmSign sign) {
    final PModeParty from = PModeParty.createSimple(initiator, CAS4.DEFAULT_INITIATOR_URL);
    final PModeParty to = PModeParty.createSimple(responder, CAS4.DEFAULT_RESPONDER_URL);
    final PModeLegErrorHandling errors =
        new PModeLegErrorHandling(null, null, ETriState.TRUE, ETriState.TRUE, ETriState.TRUE, ETriState.TRUE);
    final PModeLeg leg = new PModeLeg(PModeLegProtocol.createForDefaultSoapVersion(address),
        PModeLegBusinessInformation.create(null, CAS4.DEFAULT_ACTION_URL, null, CAS4.DEFAULT_MPC_ID), errors, null,
        security(sign));
    // What answers a message goes by the second leg, though either way is a push of its own.
    final PMode mode = new PMode(IPModeIDProvider.DEFAULT_DYNAMIC.getPModeID(from, to), from, to, NAME,
        EMEP.ONE_WAY, EMEPBinding.PUSH, leg, leg, null,
        new PModeReceptionAwareness(ETriState.TRUE, ETriState.TRUE, 1, 10_000, ETriState.TRUE));
    MetaAS4Manager.getPModeMgr().createOrUpdatePMode(mode);
    return mode;
  }

  private static PModeLegSecurity security(ECryptoAlgorithmSign sign) {
    final PModeLegSecurity security = new PModeLegSecurity();
    security.setWSSVersion(EWSSVersion.WSS_111);
    security.setX509SignatureAlgorithm(sign);
    security.setX509SignatureHashFunction(ECryptoAlgorithmSignDigest.DIGEST_SHA_256);
    security.setX509EncryptionAlgorithm(ECryptoAlgorithmCrypt.AES_128_GCM);
    security.setX509EncryptionMinimumStrength(128);
    security.setPModeAuthorize(false);
    security.setSendReceipt(true);
    security.setSendReceiptNonRepudiation(true);
    security.setSendReceiptReplyPattern(EPModeSendReceiptReplyPattern.RESPONSE);
    return security;
  }
}
