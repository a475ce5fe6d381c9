"""Service principals, as the documentation of AWS's services names them.

IAM refuses others; the practice account does not.
"""

import difflib

NAMES = """
access-analyzer acm acm-pca airflow airflow-env amplify apidestinations.events apigateway appflow appmesh
apprunner appstream appsync aps arc-zonal-shift athena auditmanager autoscaling autoscaling-plans backup batch
batchoperations.s3 bedrock bedrock-agentcore billing build.apprunner ce chatbot chime cloud9 cloudformation
cloudfront cloudhsm cloudtrail cloudwatch codebuild codecommit codedeploy codepipeline codestar
cognito-identity cognito-idp cognito-sync config config-conforms connect continuousexport.discovery
controltower costalerts credentials.iot databrew dataexchange datapipeline datasync dax delivery.logs
detective devicefarm devops-guru dlm dms ds dynamodb dynamodb.application-autoscaling ec2
ec2.application-autoscaling ec2fleet ecr ecs ecs-tasks ecs.application-autoscaling edgelambda eks eks-fargate
eks-fargate-pods eks-nodegroup elasticache elasticbeanstalk elasticfilesystem elasticloadbalancing
elasticmapreduce elastictranscoder email emr-containers emr-serverless es events finspace firehose fis fms
forecast fsx gamelift globalaccelerator glue grafana greengrass guardduty healthlake iam imagebuilder
importexport inspector inspector2 internetmonitor iot iotanalytics iotevents iotsitewise iottwinmaker ivs
jellyfish kafka kafkaconnect kendra kinesis kinesisanalytics kms lakeformation lambda lex license-manager
lightsail logger.cloudfront logs lookoutmetrics m2 machinelearning macie managedblockchain managedservices
mediaconnect mediaconvert medialive mediapackage mediastore mediatailor memorydb mgn migrationhub mobilehub
monitoring monitoring.rds mq neptune network-firewall networkmanager omics opensearchservice ops.apigateway
opsworks opsworks-cm organizations osis outposts personalize pinpoint pipes pods.eks polly proton
pullthroughcache.ecr qldb quicksight ram rds redshift redshift-serverless rekognition replication.dynamodb
replication.ecr replicator.lambda resiliencehub resource-groups robomaker rolesanywhere route53 route53domains
route53resolver rum s3 sagemaker scheduler schemas secretsmanager securityhub securitylake serverlessrepo
servicecatalog servicediscovery servicequotas ses shield signer sms sns spot spotfleet sqs ssm ssm-incidents
ssm-sap sso states storagegateway streams.metrics.cloudwatch sts support swf synthetics textract timestream
tnb transcribe transfer translate trustedadvisor verifiedpermissions vmie voiceid vpc-flow-logs vpc-lattice
waf waf-regional wafv2 wellarchitected workdocs worklink workmail workspaces workspaces-web xray
"""
KNOWN = frozenset(NAMES.split())
"""What stands before the partition's domain."""
DOMAINS = (".amazonaws.com", ".amazonaws.com.cn", ".amazonaws.eu", ".c2s.ic.gov", ".sc2s.sgov.gov", ".amazon.com")


def is_known(principal: str) -> bool:
    """Whether some AWS service signs with this name; a region in it (states.ap-northeast-2.amazonaws.com) is fine."""
    name = _without_domain(principal)
    return name is not None and (name in KNOWN or name.rpartition(".")[0] in KNOWN or name.partition(".")[0] in KNOWN)


def nearest(principal: str) -> str:
    """The known principal that looks most like it; the principal itself where none does."""
    name = _without_domain(principal) or principal.partition(".")[0]
    near = difflib.get_close_matches(name, sorted(KNOWN), n=1, cutoff=0.4)
    return f"{near[0]}.amazonaws.com" if near else principal


def _without_domain(principal: str) -> str | None:
    for domain in sorted(DOMAINS, key=len, reverse=True):
        if principal.endswith(domain):
            return principal.removesuffix(domain)
    return None
