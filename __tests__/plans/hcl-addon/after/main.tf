resource "aws_iam_role" "cni" {
  name = "vpc-cni"

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { Service = "pods.eks.amazonaws.com" }
      Action    = ["sts:AssumeRole", "sts:TagSession"]
      Condition = { StringEquals = { "aws:RequestTag/kubernetes-namespace" = "kube-system" } }
    }]
  })
}

resource "aws_iam_role_policy" "cni" {
  name = "cni"
  role = aws_iam_role.cni.name

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      { Effect = "Allow", Action = ["ec2:AssignPrivateIpAddresses"], Resource = "arn:aws:ec2:*:*:network-interface/*" },
      { Effect = "Allow", Action = ["ec2:DescribeInstances"], Resource = "*" },
    ]
  })
}

resource "aws_eks_addon" "cni" {
  cluster_name  = "atlas-eks"
  addon_name    = "vpc-cni"
  addon_version = "v1.20.4-eksbuild.1"

  pod_identity_association {
    role_arn        = aws_iam_role.cni.arn
    service_account = "aws-node"
  }
}
